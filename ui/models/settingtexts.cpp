// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingtexts.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace zg::ui {

namespace {

struct Text
{
    const char* key;
    const char* meaning;
};

// The sentences of core/settingkeys.cpp once more, because only here can they be translated. A key that is new there
// shows its English sentence until it has a row; a test compares the two.
constexpr Text texts[] = {
    {"listen", QT_TRANSLATE_NOOP("SettingTexts", "Where the API listens; port 0 takes a free one.")},
    {"data-dir", QT_TRANSLATE_NOOP("SettingTexts", "The folder that keeps the store; made when it is not there.")},
    {"database", QT_TRANSLATE_NOOP("SettingTexts", "The database; a file in the data folder unless said otherwise.")},
    {"replica",
     QT_TRANSLATE_NOOP("SettingTexts", "Read replicas of the PostgreSQL: lists and details are read there.")},
    {"redis",
     QT_TRANSLATE_NOOP("SettingTexts", "The Redis that several nodes share; without one the cache is in the process.")},
    {"sentinel", QT_TRANSLATE_NOOP("SettingTexts", "The sentinels that know which Redis is the master.")},
    {"redis-timeout", QT_TRANSLATE_NOOP("SettingTexts", "How long a command to Redis may take.")},
    {"node-name", QT_TRANSLATE_NOOP("SettingTexts", "What the other nodes know this one by.")},
    {"stock-strategy", QT_TRANSLATE_NOOP("SettingTexts", "How orders take their stock: many in one commit, or one by "
                                                         "one under a version, a row lock or a Redis lock.")},
    {"drain-delay", QT_TRANSLATE_NOOP("SettingTexts", "When it stops: how long it still serves with /readyz at 503, so "
                                                      "that a balancer turns elsewhere; 1s with PostgreSQL.")},
    {"statement-timeout",
     QT_TRANSLATE_NOOP("SettingTexts", "PostgreSQL cancels a statement that runs longer; 0: never.")},
    {"cache-stale-time", QT_TRANSLATE_NOOP("SettingTexts", "An answer past its time is served this long while a new "
                                                           "one loads, or while the database is away; 0: never.")},
    {"cache-loaders",
     QT_TRANSLATE_NOOP("SettingTexts", "Answers that are read from the database at a time; more wait.")},
    {"near-cache",
     QT_TRANSLATE_NOOP("SettingTexts", "With Redis: keep answers in this process, too; false: every read asks Redis.")},
    {"cache-policy",
     QT_TRANSLATE_NOOP(
         "SettingTexts",
         "What a write does to cached answers: drop them, replace them, or be written later (never orders or stock).")},
    {"demo", QT_TRANSLATE_NOOP("SettingTexts", "On an empty database, begin with the demo store.")},
    {"stock", QT_TRANSLATE_NOOP("SettingTexts", "The stock of every demo product, with --demo.")},
    {"payment",
     QT_TRANSLATE_NOOP("SettingTexts", "Who takes the money: simulated, with --demo only; none: paying answers 503.")},
    {"order-expiry", QT_TRANSLATE_NOOP("SettingTexts", "An unpaid order is cancelled after this time.")},
    {"refund-limit",
     QT_TRANSLATE_NOOP("SettingTexts", "What an account of staff without a limit of its own may approve "
                                       "as a refund, at most; 0: any amount.")},
    {"committer-queue",
     QT_TRANSLATE_NOOP("SettingTexts", "Writes that may wait for the committer; one more is refused.")},
    {"io-threads", QT_TRANSLATE_NOOP("SettingTexts", "Threads that serve connections; 0: one a core.")},
    {"tls-cert", QT_TRANSLATE_NOOP("SettingTexts", "The certificate chain, PEM; with --tls-key the API speaks HTTPS.")},
    {"tls-key", QT_TRANSLATE_NOOP("SettingTexts", "The certificate's private key, PEM.")},
    {"metrics-listen", QT_TRANSLATE_NOOP("SettingTexts", "Where /metrics is, when not on the API's own address.")},
    {"access-log", QT_TRANSLATE_NOOP("SettingTexts", "One line a request on standard error.")},
    {"rate-limit",
     QT_TRANSLATE_NOOP("SettingTexts",
                       "Requests of one client address and of one account, bursts of twice that; 0: off.")},
    {"trusted-proxy", QT_TRANSLATE_NOOP("SettingTexts", "Only these may say who the client is, by X-Forwarded-For.")},
    {"request-timeout", QT_TRANSLATE_NOOP("SettingTexts", "Time to send a whole request; slower is 408.")},
    {"idle-timeout", QT_TRANSLATE_NOOP("SettingTexts", "A connection without a request is closed after this time.")},
    {"max-header-bytes", QT_TRANSLATE_NOOP("SettingTexts", "Request line and headers; more is 431.")},
    {"max-body-bytes", QT_TRANSLATE_NOOP("SettingTexts", "A request's body; more is 413.")},
    {"max-connections", QT_TRANSLATE_NOOP("SettingTexts", "Connections at a time; one more is answered 503.")},
    {"max-in-flight", QT_TRANSLATE_NOOP("SettingTexts", "Requests under way at a time; one more is answered 503.")},
    {"pool-size", QT_TRANSLATE_NOOP("SettingTexts", "Database connections at most (HikariCP's maximumPoolSize).")},
    {"pool-minimum-idle", QT_TRANSLATE_NOOP("SettingTexts", "Idle connections that are kept ready.")},
    {"pool-connection-timeout", QT_TRANSLATE_NOOP("SettingTexts", "How long a request waits for a connection.")},
    {"pool-idle-timeout",
     QT_TRANSLATE_NOOP("SettingTexts", "Idle connections beyond the minimum are closed after this time; 0: never.")},
    {"pool-max-lifetime", QT_TRANSLATE_NOOP("SettingTexts", "A connection is replaced after this time; 0: never.")},
    {"pool-keepalive-time", QT_TRANSLATE_NOOP("SettingTexts", "Idle connections are tried this often; 0: never.")},
    {"pool-leak-detection-threshold",
     QT_TRANSLATE_NOOP("SettingTexts", "A loan longer than this is reported; 0: never.")},
    {"pool-validation-timeout",
     QT_TRANSLATE_NOOP("SettingTexts", "How long a connection may take to show that it lives.")},
    {"pool-initialization-fail-timeout",
     QT_TRANSLATE_NOOP("SettingTexts",
                       "Time to get the first connection at the start; 0: one try; -1ms: start without.")},
    {"pool-slow-statement",
     QT_TRANSLATE_NOOP("SettingTexts", "Statements slower than this are listed with their plan; 0: all.")},
    {"cache-bytes", QT_TRANSLATE_NOOP("SettingTexts", "Memory for cached answers; 0: none are kept.")},
    {"cache-ttl", QT_TRANSLATE_NOOP("SettingTexts", "A cached answer is read afresh after this time.")},
    {"cache-jitter", QT_TRANSLATE_NOOP("SettingTexts", "By how much that time differs between answers, up or down.")},
    {"cache-negative-ttl", QT_TRANSLATE_NOOP("SettingTexts", "An unknown id is remembered for this time.")},
    {"wechat-api", QT_TRANSLATE_NOOP("SettingTexts", "WeChat's address, to which /sns/jscode2session is added.")},
    {"wechat-appid", QT_TRANSLATE_NOOP("SettingTexts", "The mini-program's id.")},
    {"wechat-secret", QT_TRANSLATE_NOOP("SettingTexts", "The mini-program's secret.")},
    {"jwt-secret",
     QT_TRANSLATE_NOOP("SettingTexts",
                       "The key that signs tokens; made on the first start and kept in the data folder.")},
    {"admin-password",
     QT_TRANSLATE_NOOP("SettingTexts", "The password of the account admin, made on the first start.")},
};

// Units, and what a setting takes where that is a word.
constexpr const char* words[] = {
    QT_TRANSLATE_NOOP("SettingTexts", "writes"),
    QT_TRANSLATE_NOOP("SettingTexts", "yuan"),
    QT_TRANSLATE_NOOP("SettingTexts", "threads"),
    QT_TRANSLATE_NOOP("SettingTexts", "requests"),
    QT_TRANSLATE_NOOP("SettingTexts", "connections"),
    QT_TRANSLATE_NOOP("SettingTexts", "requests/s"),
    QT_TRANSLATE_NOOP("SettingTexts", "FILE"),
    QT_TRANSLATE_NOOP("SettingTexts", "DIR"),
    QT_TRANSLATE_NOOP("SettingTexts", "text"),
    QT_TRANSLATE_NOOP("SettingTexts", "HOST:PORT"),
    QT_TRANSLATE_NOOP("SettingTexts", "CIDR, repeatable"),
    QT_TRANSLATE_NOOP("SettingTexts", "at least 32 bytes"),
    QT_TRANSLATE_NOOP("SettingTexts", "loads"),
    QT_TRANSLATE_NOOP("SettingTexts", "sqlite:PATH, postgresql://user:password@host:port/name"),
    QT_TRANSLATE_NOOP("SettingTexts", "postgresql://user:password@host:port/name, repeatable"),
    QT_TRANSLATE_NOOP("SettingTexts", "redis://[:password@]host:port/db, unix:///path"),
    QT_TRANSLATE_NOOP("SettingTexts", "host:port,…/mastername"),
};

} // namespace

QString settingMeaning(const SettingInfo& info)
{
    for (const Text& text : texts)
        if (info.key == QLatin1StringView(text.key))
            return QCoreApplication::translate("SettingTexts", text.meaning);
    return info.meaning;
}

bool hasSettingText(const SettingInfo& info)
{
    for (const Text& text : texts)
        if (info.key == QLatin1StringView(text.key))
            return info.meaning == QString::fromUtf8(text.meaning);
    return false;
}

QString settingWord(const QString& word)
{
    for (const char* known : words)
        if (word == QString::fromUtf8(known))
            return QCoreApplication::translate("SettingTexts", known);
    return word;
}

QString settingValueText(const QString& value)
{
    static const QRegularExpression numbers(QStringLiteral("^-?\\d+(–\\d+)?$"));
    if (!numbers.match(value).hasMatch())
        return value;
    QStringList ends;
    for (const QString& end : value.split(u'–'))
        ends.append(end.size() > 4 ? countText(end.toLongLong()) : end);
    return ends.join(u'–');
}

QString settingSourceText(SettingSource source)
{
    switch (source) {
    case SettingSource::Default:
        return QCoreApplication::translate("SettingTexts", "Default");
    case SettingSource::File:
        return QCoreApplication::translate("SettingTexts", "File");
    case SettingSource::Environment:
        return QCoreApplication::translate("SettingTexts", "Environment");
    case SettingSource::CommandLine:
        return QCoreApplication::translate("SettingTexts", "Command line");
    }
    return {};
}

} // namespace zg::ui
