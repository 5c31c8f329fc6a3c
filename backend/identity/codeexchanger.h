// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/httpget.h"
#include "identity/wechat.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

class QNetworkAccessManager;
class QNetworkReply;

namespace zg::identity {

/// The HTTP client of WeChat: a thread of its own that asks jscode2session. Neither secret nor code nor session_key
/// gets into a log or an error: QNetworkReply's texts hold the whole URL and are not used. Thread: made, asked and
/// destroyed on any; the rest on its own.
class CodeExchanger final : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<void(const QString& code, const Result<QString>& openid)>; ///< called on this thread

    CodeExchanger(const WeChat::Options& options, Answer answer);
    ~CodeExchanger() override; ///< codes under way are answered ShuttingDown
    Q_DISABLE_COPY_MOVE(CodeExchanger)

    void ask(const QString& code);

protected:
    void customEvent(QEvent* event) override;

private:
    void send(const QString& code);
    void finish(const QString& code, const Result<HttpGet::Answer>& answer);
    void stop();
    void nudge();

    const WeChat::Options m_options;
    const Answer m_answer;
    std::mutex m_mutex; // guards m_asked and m_stopped
    std::vector<QString> m_asked;
    bool m_stopped = false;
    std::map<QString, std::unique_ptr<HttpGet>> m_underWay; // this thread's, as are all in it
    QThread m_thread;
};

} // namespace zg::identity
