// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"

namespace zg {

const char* slug(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidJson:
        return "invalid_json";
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::UnknownAction:
        return "unknown_action";
    case ErrorCode::TokenMissing:
        return "token_missing";
    case ErrorCode::BadCredentials:
        return "bad_credentials";
    case ErrorCode::TokenInvalid:
        return "token_invalid";
    case ErrorCode::TokenExpired:
        return "token_expired";
    case ErrorCode::SessionRevoked:
        return "session_revoked";
    case ErrorCode::RoleForbidden:
        return "role_forbidden";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::MethodNotAllowed:
        return "method_not_allowed";
    case ErrorCode::RequestTimeout:
        return "request_timeout";
    case ErrorCode::BodyTooLarge:
        return "body_too_large";
    case ErrorCode::HeadersTooLarge:
        return "headers_too_large";
    case ErrorCode::OutOfStock:
        return "out_of_stock";
    case ErrorCode::OffShelf:
        return "off_shelf";
    case ErrorCode::VersionConflict:
        return "version_conflict";
    case ErrorCode::IllegalTransition:
        return "illegal_transition";
    case ErrorCode::Duplicate:
        return "duplicate";
    case ErrorCode::IdempotencyMismatch:
        return "idempotency_mismatch";
    case ErrorCode::RateLimited:
        return "rate_limited";
    case ErrorCode::Overloaded:
        return "overloaded";
    case ErrorCode::DependencyDown:
        return "dependency_down";
    case ErrorCode::ShuttingDown:
        return "shutting_down";
    case ErrorCode::WeChatError:
        return "wechat_error";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace zg
