// SPDX-License-Identifier: GPL-3.0-or-later
// HikariCP's HikariConfig.validateNumerics(), in our names.
#include "sql/pool.h"

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto leastTimeout = 250ms; // HikariCP's floor for connectionTimeout and validationTimeout
constexpr auto leastLifetime = 30s;
constexpr auto leastIdle = 10s;
constexpr auto leastLeakThreshold = 2s;

void checkTimeouts(PoolSettings& settings, QStringList& warnings)
{
    if (settings.connectionTimeout < leastTimeout) {
        settings.connectionTimeout = leastTimeout;
        warnings += u"connection_timeout is less than 250 ms; using that"_s;
    }
    if (settings.validationTimeout < leastTimeout) {
        settings.validationTimeout = leastTimeout;
        warnings += u"validation_timeout is less than 250 ms; using that"_s;
    }
    if (settings.validationTimeout > settings.connectionTimeout) {
        settings.validationTimeout = settings.connectionTimeout;
        warnings += u"validation_timeout is more than connection_timeout; using that"_s;
    }
}

void checkSizes(PoolSettings& settings, QStringList& warnings)
{
    if (settings.maximumPoolSize < 1) {
        settings.maximumPoolSize = PoolSettings().maximumPoolSize;
        warnings += u"maximum_pool_size is less than 1; using %1"_s.arg(settings.maximumPoolSize);
    }
    if (settings.minimumIdle < 0 || settings.minimumIdle > settings.maximumPoolSize)
        settings.minimumIdle = settings.maximumPoolSize; // as HikariCP does, without a word
}

void checkLives(PoolSettings& settings, QStringList& warnings)
{
    if (settings.maxLifetime != 0ms && settings.maxLifetime < leastLifetime) {
        settings.maxLifetime = PoolSettings().maxLifetime;
        warnings += u"max_lifetime is less than 30 s; using 30 min"_s;
    }
    if (settings.keepaliveTime != 0ms && settings.keepaliveTime < leastLifetime) {
        settings.keepaliveTime = 0ms;
        warnings += u"keepalive_time is less than 30 s; it is off"_s;
    }
    if (settings.keepaliveTime != 0ms && settings.maxLifetime != 0ms &&
        settings.keepaliveTime >= settings.maxLifetime) {
        settings.keepaliveTime = 0ms;
        warnings += u"keepalive_time is not less than max_lifetime and has no effect; it is off"_s;
    }
    const auto leak = settings.leakDetectionThreshold;
    if (leak != 0ms && (leak < leastLeakThreshold || (settings.maxLifetime != 0ms && leak > settings.maxLifetime))) {
        settings.leakDetectionThreshold = 0ms;
        warnings += u"leak_detection_threshold is less than 2 s or more than max_lifetime; it is off"_s;
    }
}

void checkIdle(PoolSettings& settings, QStringList& warnings)
{
    const bool isFixed = settings.minimumIdle == settings.maximumPoolSize;
    if (isFixed) {
        if (settings.idleTimeout != PoolSettings().idleTimeout && settings.idleTimeout != 0ms)
            warnings += u"idle_timeout has no effect: minimum_idle is maximum_pool_size"_s;
    } else if (settings.idleTimeout + 1s > settings.maxLifetime && settings.maxLifetime > 0ms &&
               settings.idleTimeout != 0ms) {
        settings.idleTimeout = 0ms;
        warnings += u"idle_timeout is close to or more than max_lifetime and has no effect; it is off"_s;
    } else if (settings.idleTimeout != 0ms && settings.idleTimeout < leastIdle) {
        settings.idleTimeout = PoolSettings().idleTimeout;
        warnings += u"idle_timeout is less than 10 s; using 10 min"_s;
    }
}

} // namespace

QStringList checkPoolSettings(PoolSettings& settings)
{
    QStringList warnings;
    checkSizes(settings, warnings);
    checkTimeouts(settings, warnings);
    checkLives(settings, warnings);
    checkIdle(settings, warnings);
    return warnings;
}

} // namespace zg::sql
