// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <optional>
#include <utility>

namespace zg {

/// One value a reason slug of the contract. api/errormap gives each its code and messages, ui/errortext its sentence.
enum class ErrorCode : quint8 {
    InvalidJson,
    InvalidArgument, ///< Error::field names the field
    UnknownAction,
    TokenMissing,
    BadCredentials,
    TokenInvalid,
    TokenExpired,
    SessionRevoked,
    RoleForbidden,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    BodyTooLarge,
    HeadersTooLarge,
    OutOfStock, ///< Error::productId
    OffShelf,   ///< Error::productId
    VersionConflict,
    IllegalTransition,
    Duplicate,
    IdempotencyMismatch,
    RateLimited, ///< Error::retryAfterS
    Overloaded,  ///< Error::retryAfterS
    DependencyDown,
    ShuttingDown,
    WeChatError, ///< Error::errcode
    Internal,
};

/// The stable slug of the contract, e.g. "out_of_stock".
const char* slug(ErrorCode code);

/// Why something did not happen. `message` is for operators (logs, the console's details), never sent to a client.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString field;        ///< InvalidArgument: which one; of a node that cannot start: the setting that it cannot use
    qint64 productId = 0; ///< NotFound in an order, OutOfStock, OffShelf
    qint64 errcode = 0;   ///< WeChatError: WeChat's own number
    int retryAfterS = 0;  ///< RateLimited, Overloaded: seconds
    std::optional<qint64> limitFen; ///< RoleForbidden: the account approves refunds up to that amount only

    Error() = default;
    Error(ErrorCode code_, QString message_ = {})
        : code(code_)
        , message(std::move(message_))
    {
    }
    bool operator==(const Error&) const = default;

    static Error invalid(QString field_, QString message_ = {})
    {
        Error error{ErrorCode::InvalidArgument, std::move(message_)};
        error.field = std::move(field_);
        return error;
    }
    static Error ofProduct(ErrorCode code_, qint64 productId_)
    {
        Error error{code_};
        error.productId = productId_;
        return error;
    }
    static Error retry(ErrorCode code_, int afterS, QString message_ = {})
    {
        Error error{code_, std::move(message_)};
        error.retryAfterS = afterS;
        return error;
    }
};

/// A value or an Error: the standard's expected, with one fixed error type; dropping one is a warning.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error>
{
    using Base = tl::expected<T, Error>;

public:
    using Base::Base;
    Result(Error error)
        : Base(tl::unexpected<Error>(std::move(error)))
    {
    }
    Result(const Base& base)
        : Base(base)
    {
    }
    Result(Base&& base)
        : Base(std::move(base))
    {
    }
};

} // namespace zg
