// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/errortext.h"

#include "core/money.h"

#include <QCoreApplication>

namespace zg::ui {

namespace {

struct Sentence
{
    ErrorCode code;
    const char* text;
};

constexpr Sentence sentences[] = {
    {ErrorCode::InvalidJson, QT_TRANSLATE_NOOP("ErrorText", "The data could not be read.")},
    {ErrorCode::InvalidArgument, QT_TRANSLATE_NOOP("ErrorText", "A value is not valid. Check it and try again.")},
    {ErrorCode::UnknownAction, QT_TRANSLATE_NOOP("ErrorText", "This action is not known to the node.")},
    {ErrorCode::TokenMissing, QT_TRANSLATE_NOOP("ErrorText", "Sign in with a staff account first.")},
    {ErrorCode::BadCredentials, QT_TRANSLATE_NOOP("ErrorText", "The name or the password is wrong.")},
    {ErrorCode::TokenInvalid, QT_TRANSLATE_NOOP("ErrorText", "The sign-in is not valid any more. Sign in again.")},
    {ErrorCode::TokenExpired, QT_TRANSLATE_NOOP("ErrorText", "The sign-in has expired. Sign in again.")},
    {ErrorCode::SessionRevoked, QT_TRANSLATE_NOOP("ErrorText", "This session was ended. Sign in again.")},
    {ErrorCode::RoleForbidden, QT_TRANSLATE_NOOP("ErrorText", "This account may not do that. Ask an administrator.")},
    {ErrorCode::NotFound, QT_TRANSLATE_NOOP("ErrorText", "It is not there any more. Refresh the list.")},
    {ErrorCode::MethodNotAllowed, QT_TRANSLATE_NOOP("ErrorText", "This is not possible here.")},
    {ErrorCode::RequestTimeout, QT_TRANSLATE_NOOP("ErrorText", "It took too long. Nothing was changed; try again.")},
    {ErrorCode::BodyTooLarge, QT_TRANSLATE_NOOP("ErrorText", "The data is too large.")},
    {ErrorCode::HeadersTooLarge, QT_TRANSLATE_NOOP("ErrorText", "The data is too large.")},
    {ErrorCode::OutOfStock, QT_TRANSLATE_NOOP("ErrorText", "There is not enough stock. Nothing was changed.")},
    {ErrorCode::OffShelf, QT_TRANSLATE_NOOP("ErrorText", "The product is off the shelf.")},
    {ErrorCode::VersionConflict,
     QT_TRANSLATE_NOOP("ErrorText", "Somebody else changed this meanwhile. Look at the new values, then try again.")},
    {ErrorCode::IllegalTransition,
     QT_TRANSLATE_NOOP("ErrorText", "The order's status does not allow that any more. Nothing was changed.")},
    {ErrorCode::Duplicate, QT_TRANSLATE_NOOP("ErrorText", "This name is taken already.")},
    {ErrorCode::IdempotencyMismatch, QT_TRANSLATE_NOOP("ErrorText", "The same request was sent with other contents.")},
    {ErrorCode::RateLimited, QT_TRANSLATE_NOOP("ErrorText", "Too many attempts. Wait a little, then try again.")},
    {ErrorCode::Overloaded,
     QT_TRANSLATE_NOOP("ErrorText", "The node is busy. Nothing was changed; try again in a moment.")},
    {ErrorCode::DependencyDown,
     QT_TRANSLATE_NOOP("ErrorText", "The database does not answer, or the node is not serving. Nothing was changed.")},
    {ErrorCode::ShuttingDown, QT_TRANSLATE_NOOP("ErrorText", "The node is stopping. Nothing was changed.")},
    {ErrorCode::WeChatError, QT_TRANSLATE_NOOP("ErrorText", "WeChat answered with an error.")},
    {ErrorCode::Internal, QT_TRANSLATE_NOOP("ErrorText", "Something went wrong in the program. The details say what.")},
};

} // namespace

QString errorText(const Error& error)
{
    if (error.code == ErrorCode::RoleForbidden && error.limitFen)
        return QCoreApplication::translate("ErrorText",
                                           "This account approves refunds up to %1. An administrator may approve more.")
            .arg(yuanText(*error.limitFen));
    for (const Sentence& sentence : sentences)
        if (sentence.code == error.code)
            return QCoreApplication::translate("ErrorText", sentence.text);
    return QCoreApplication::translate("ErrorText", "Something went wrong in the program. The details say what.");
}

} // namespace zg::ui
