// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/errormap.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zg;
using namespace Qt::StringLiterals;

class TestErrorMap final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codes_data()
    {
        // The contract's table, letter by letter.
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("slug");
        QTest::addColumn<int>("status");
        const auto row = [](ErrorCode code, const char* text, int status) {
            QTest::newRow(text) << int(code) << QByteArray(text) << status;
        };
        row(ErrorCode::InvalidJson, "invalid_json", 400);
        row(ErrorCode::InvalidArgument, "invalid_argument", 400);
        row(ErrorCode::UnknownAction, "unknown_action", 400);
        row(ErrorCode::TokenMissing, "token_missing", 401);
        row(ErrorCode::BadCredentials, "bad_credentials", 401);
        row(ErrorCode::TokenInvalid, "token_invalid", 403);
        row(ErrorCode::TokenExpired, "token_expired", 403);
        row(ErrorCode::SessionRevoked, "session_revoked", 403);
        row(ErrorCode::RoleForbidden, "role_forbidden", 403);
        row(ErrorCode::NotFound, "not_found", 404);
        row(ErrorCode::MethodNotAllowed, "method_not_allowed", 405);
        row(ErrorCode::RequestTimeout, "request_timeout", 408);
        row(ErrorCode::BodyTooLarge, "body_too_large", 413);
        row(ErrorCode::HeadersTooLarge, "headers_too_large", 431);
        row(ErrorCode::OutOfStock, "out_of_stock", 409);
        row(ErrorCode::OffShelf, "off_shelf", 409);
        row(ErrorCode::VersionConflict, "version_conflict", 409);
        row(ErrorCode::IllegalTransition, "illegal_transition", 409);
        row(ErrorCode::Duplicate, "duplicate", 409);
        row(ErrorCode::IdempotencyMismatch, "idempotency_mismatch", 422);
        row(ErrorCode::RateLimited, "rate_limited", 429);
        row(ErrorCode::Overloaded, "overloaded", 503);
        row(ErrorCode::DependencyDown, "dependency_down", 503);
        row(ErrorCode::ShuttingDown, "shutting_down", 503);
        row(ErrorCode::WeChatError, "wechat_error", 502);
        row(ErrorCode::Internal, "internal", 500);
    }

    void codes()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, slug);
        QFETCH(int, status);
        const Error error{ErrorCode(code), u"for operators: SELECT 1"_s};
        for (const bool english : {false, true}) {
            const auto reply = api::errorReply(error, english, "id-7");
            QCOMPARE(reply.status, status);
            const auto envelope = QJsonDocument::fromJson(reply.body).object();
            QCOMPARE(envelope.value("code"_L1).toInt(), status);
            QCOMPARE(envelope.value("data"_L1).toObject().value("reason"_L1).toString().toUtf8(), slug);
            const QString message = envelope.value("msg"_L1).toString();
            QVERIFY(!message.isEmpty());
            const bool isAscii = std::all_of(message.begin(), message.end(), [](QChar c) { return c.unicode() < 128; });
            QCOMPARE(isAscii, english);
            QVERIFY(!reply.body.contains("SELECT"));
            QCOMPARE(reply.headers.contains("Retry-After: "), status == 429 || status == 503);
            QCOMPARE(reply.body.contains("id-7"), error.code == ErrorCode::Internal);
        }
    }

    void details()
    {
        QVERIFY(api::errorBody(Error::invalid(u"limit"_s), false, {}).contains(R"("field":"limit")"));
        QVERIFY(api::errorBody(Error::ofProduct(ErrorCode::OutOfStock, 9), false, {}).contains(R"("product_id":9)"));
        Error wechat{ErrorCode::WeChatError};
        wechat.errcode = 40029;
        QVERIFY(api::errorBody(wechat, false, {}).contains(R"("errcode":40029)"));
        QCOMPARE(api::retryAfter(Error::retry(ErrorCode::RateLimited, 17)), QByteArray("Retry-After: 17\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestErrorMap)
#include "tst_errormap.moc"
