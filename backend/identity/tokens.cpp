// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/tokens.h"

#include "identity/tokencache.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <jwt.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxTokenBytes = 4096; // ours are some 300; more is not worth a digest

struct JwtFree
{
    void operator()(jwt_t* jwt) const { jwt_free(jwt); }
};
using Jwt = std::unique_ptr<jwt_t, JwtFree>;

constexpr auto base64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

Error invalid(const char* why)
{
    return Error(ErrorCode::TokenInvalid, QString::fromLatin1(why));
}

bool isBase64Url(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

/// HS256 and nothing else, looked at before any key is used (RFC 8725, 3.1).
bool isOurHeader(QByteArrayView encoded)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(encoded.toByteArray(), base64 | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return false;
    const QJsonObject header = QJsonDocument::fromJson(*decoded).object();
    const QJsonValue type = header.value("typ"_L1);
    const bool typeFits = type.isUndefined() || type.toString().compare("JWT"_L1, Qt::CaseInsensitive) == 0;
    return header.value("alg"_L1) == QJsonValue("HS256"_L1) && typeFits && !header.contains("crit"_L1);
}

/// Read as JSON, since libjwt's integers do not tell text from 0.
std::optional<qint64> number(const QJsonValue& value)
{
    const bool isWhole = value.isDouble() && value.toInteger(0) == value.toInteger(1);
    return isWhole ? std::optional(value.toInteger()) : std::nullopt;
}

std::optional<qint64> subject(const QJsonValue& value)
{
    if (!value.isString()) // RFC 7519 wants a string; a number is as clear
        return number(value);
    bool isNumber = false;
    const qint64 id = value.toString().toLongLong(&isNumber);
    return isNumber ? std::optional(id) : std::nullopt;
}

Result<Claims> claimsOf(const QJsonObject& object)
{
    const auto user = subject(object.value("sub"_L1));
    const auto expires = number(object.value("exp"_L1));
    const QJsonValue role = object.value("role"_L1);
    const QJsonValue sid = object.value("sid"_L1);
    const QJsonValue notBefore = object.value("nbf"_L1);
    if (!user || *user < 1 || !expires || !role.isString() || !sid.isString())
        return invalid("a claim is missing");
    if (!notBefore.isUndefined() && !number(notBefore))
        return invalid("nbf is no number");
    Claims claims;
    claims.userId = UserId(*user);
    claims.role = roleNamed(role.toString().toUtf8()).value_or(Role::None);
    claims.sid = Sid::fromText(sid.toString().toUtf8());
    claims.expiresAtS = *expires;
    claims.issuedAtS = number(object.value("iat"_L1)).value_or(0);
    claims.notBeforeS = number(notBefore).value_or(0);
    return claims;
}

struct Free
{
    void operator()(char* text) const { std::free(text); }
};
using Text = std::unique_ptr<char, Free>; // what libjwt hands out
} // namespace

Tokens::Tokens(QByteArray secret, const Clock& clock)
    : m_secret(std::move(secret))
    , m_clock(clock)
    , m_cache(std::make_unique<TokenCache>())
{
    Q_ASSERT(m_secret.size() >= minSecretBytes);
}

Tokens::~Tokens() = default;

Result<QByteArray> Tokens::issue(UserId userId, Role role, const Sid& sid) const
{
    jwt_t* made = nullptr;
    if (jwt_new(&made) != 0)
        return Error(ErrorCode::Internal, u"no memory for a token"_s);
    const Jwt jwt(made);
    const qint64 nowS = m_clock.wallMs() / 1000;
    const auto* key = reinterpret_cast<const unsigned char*>(m_secret.constData());
    int failed = jwt_add_grant(made, "sub", QByteArray::number(userId.value).constData());
    failed |= jwt_add_grant(made, "role", name(role).data());
    failed |= jwt_add_grant(made, "sid", sid.text().constData());
    failed |= jwt_add_grant_int(made, "iat", long(nowS));
    failed |= jwt_add_grant_int(made, "exp", long(nowS + lifeS));
    failed |= jwt_add_grant(made, "jti", randomHex(12).constData());
    failed |= jwt_set_alg(made, JWT_ALG_HS256, key, int(m_secret.size()));
    const Text text(failed ? nullptr : jwt_encode_str(made));
    if (!text)
        return Error(ErrorCode::Internal, u"a token could not be signed"_s);
    return QByteArray(text.get());
}

Result<Claims> Tokens::verify(QByteArrayView token) const
{
    auto claims = check(token);
    if (claims && claims->expiresAtS <= m_clock.wallMs() / 1000)
        return Error(ErrorCode::TokenExpired);
    return claims;
}

Result<Claims> Tokens::verifyForRefresh(QByteArrayView token) const
{
    auto claims = check(token);
    if (claims && claims->expiresAtS + refreshGraceS <= m_clock.wallMs() / 1000)
        return Error(ErrorCode::TokenExpired);
    return claims;
}

Result<Claims> Tokens::check(QByteArrayView token) const
{
    if (token.isEmpty())
        return Error(ErrorCode::TokenMissing);
    if (token.size() > maxTokenBytes)
        return invalid("too long");
    const qint64 nowS = m_clock.wallMs() / 1000;
    if (const auto known = m_cache->find(token, nowS))
        return *known;

    const qsizetype first = token.indexOf('.');
    const qsizetype second = first < 0 ? -1 : token.indexOf('.', first + 1);
    if (second < 0)
        return invalid("not three parts");
    const QByteArrayView header = token.first(first);
    const QByteArrayView signature = token.sliced(second + 1);
    if (!isBase64Url(header) || !isBase64Url(token.sliced(first + 1, second - first - 1)) || !isBase64Url(signature))
        return invalid("not base64url");
    if (!isOurHeader(header))
        return invalid("not HS256");
    if (!isSigned(token.first(second), signature))
        return invalid("the signature does not verify");

    jwt_t* decoded = nullptr;
    const auto* key = reinterpret_cast<const unsigned char*>(m_secret.constData());
    if (jwt_decode(&decoded, token.toByteArray().constData(), key, int(m_secret.size())) != 0)
        return invalid("not JSON");
    const Jwt jwt(decoded);
    const Text json(jwt_get_grants_json(decoded, nullptr));
    auto claims = claimsOf(QJsonDocument::fromJson(QByteArray(json.get())).object());
    if (!claims)
        return claims;
    if (claims->notBeforeS > nowS)
        return invalid("not valid yet");
    if (claims->expiresAtS > nowS)
        m_cache->insert(token, *claims);
    return claims;
}

/// Ours rather than libjwt's: older ones compare with strcmp, whose time tells how much of a signature was right.
bool Tokens::isSigned(QByteArrayView content, QByteArrayView signature) const
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (!HMAC(EVP_sha256(), m_secret.constData(), int(m_secret.size()),
              reinterpret_cast<const unsigned char*>(content.data()), size_t(content.size()), digest, &length))
        return false;
    const QByteArray expected = QByteArray::fromRawData(reinterpret_cast<const char*>(digest), length).toBase64(base64);
    return expected.size() == signature.size() &&
           CRYPTO_memcmp(expected.constData(), signature.data(), size_t(signature.size())) == 0;
}

} // namespace zg::identity
