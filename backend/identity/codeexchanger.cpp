// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/codeexchanger.h"

#include "core/logging.h"

#include <QCoreApplication>
#include <QEvent>
#include <QJsonDocument>
#include <QJsonObject>

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 maxAnswerBytes = 64 * 1024; // a real one is some 200
constexpr qsizetype maxOpenidLength = 128;

Error wechatError(qint64 errcode, QString message)
{
    Error error(ErrorCode::WeChatError, std::move(message));
    error.errcode = errcode;
    return error;
}

QUrl urlOf(const WeChat::Options& options, const QString& code)
{
    QString base = options.base;
    while (base.endsWith(u'/'))
        base.chop(1);
    const auto field = [](const QString& name, const QByteArray& value) {
        return QString(name + u'=' + QString::fromLatin1(value.toPercentEncoding()));
    };
    QUrl url(QString(base + u"/sns/jscode2session"_s));
    const QStringList fields{field(u"appid"_s, options.appId.toUtf8()), field(u"secret"_s, options.secret),
                             field(u"js_code"_s, code.toUtf8()), u"grant_type=authorization_code"_s};
    url.setQuery(fields.join(u'&'));
    return url;
}

Result<QString> readAnswer(int status, const QByteArray& body)
{
    if (status != 200)
        return wechatError(0, u"WeChat answered HTTP %1"_s.arg(status));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (!document.isObject())
        return wechatError(0, u"WeChat's answer is no JSON object (%1 bytes)"_s.arg(body.size()));
    const QJsonObject answer = document.object();
    const qint64 errcode = answer.value("errcode"_L1).toVariant().toLongLong();
    if (errcode != 0)
        return wechatError(errcode, u"WeChat refused the code: errcode %1"_s.arg(errcode));
    QString openid = answer.value("openid"_L1).toString();
    if (openid.isEmpty() || openid.size() > maxOpenidLength)
        return wechatError(0, u"WeChat's answer has no openid"_s);
    return openid;
}
} // namespace

CodeExchanger::CodeExchanger(const WeChat::Options& options, Answer answer)
    : m_options(options)
    , m_answer(std::move(answer))
{
    m_thread.setObjectName(u"zg-wechat"_s);
    moveToThread(&m_thread);
    m_thread.start();
}

CodeExchanger::~CodeExchanger()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    nudge();
    m_thread.wait();
    const std::lock_guard lock(m_mutex); // pairs with stop()'s last: what that thread wrote is ours now
}

void CodeExchanger::ask(const QString& code)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(code);
    }
    nudge();
}

void CodeExchanger::nudge()
{
    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void CodeExchanger::customEvent(QEvent*)
{
    std::vector<QString> asked;
    bool stopped = false;
    {
        const std::lock_guard lock(m_mutex);
        asked.swap(m_asked);
        stopped = m_stopped;
    }
    for (const QString& code : asked) {
        if (stopped)
            m_answer(code, Error(ErrorCode::ShuttingDown));
        else
            send(code);
    }
    if (stopped)
        stop();
}

void CodeExchanger::stop()
{
    const auto left = std::exchange(m_underWay, {}); // closed here, on their thread
    for (const auto& [code, get] : left)
        m_answer(code, Error(ErrorCode::ShuttingDown));
    m_thread.quit();
    const std::lock_guard lock(m_mutex);
}

void CodeExchanger::send(const QString& code)
{
    m_underWay[code] =
        std::make_unique<HttpGet>(urlOf(m_options, code), m_options.timeout, maxAnswerBytes,
                                  [this, code](const Result<HttpGet::Answer>& answer) { finish(code, answer); });
}

void CodeExchanger::finish(const QString& code, const Result<HttpGet::Answer>& answer)
{
    auto get = m_underWay.extract(code);
    get.mapped().release()->deleteLater(); // it called
    const Result<QString> outcome =
        answer ? readAnswer(answer->status, answer->body) : wechatError(0, u"WeChat: "_s + answer.error().message);
    if (!outcome)
        qCWarning(lcIdentity, "%s", qUtf8Printable(outcome.error().message));
    m_answer(code, outcome);
}

} // namespace zg::identity
