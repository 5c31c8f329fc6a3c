// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doorbell.h"

#include "core/logging.h"

#include <QFile>
#include <QLocalSocket>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* socketName = "console.sock";
constexpr qsizetype longestCall = 256;

/// A descriptor that is closed at the end.
class Descriptor final
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            close(m_number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    int get() const { return m_number; }
    int release() { return std::exchange(m_number, -1); }

private:
    int m_number;
};

int openFolder(const QString& folder)
{
    return open(QFile::encodeName(folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/// A socket's path ends at 107 bytes, a folder's does not: the way through the open folder is always short.
sockaddr_un addressIn(int folder)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/%s", folder, socketName);
    return address;
}

bool isOwn(int socket, qint64* process)
{
    ucred peer{};
    socklen_t length = sizeof(peer);
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0 || peer.uid != geteuid())
        return false;
    *process = peer.pid;
    return true;
}

} // namespace

qint64 Doorbell::ring(const QString& folder, const QByteArray& token)
{
    const Descriptor place(openFolder(folder));
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (place.get() < 0 || socket.get() < 0)
        return 0;
    const timeval patience{2, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    const sockaddr_un address = addressIn(place.get());
    qint64 process = 0;
    if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        !isOwn(socket.get(), &process))
        return 0;
    const QByteArray call = "show " + token.left(longestCall - 8) + '\n';
    char heard[4] = {};
    if (send(socket.get(), call.constData(), size_t(call.size()), MSG_NOSIGNAL) != call.size() ||
        recv(socket.get(), heard, 3, MSG_WAITALL) != 3 || std::strcmp(heard, "ok\n") != 0)
        return 0;
    return process;
}

Doorbell::Doorbell(const QString& folder, std::function<void()> rung)
    : m_folder(folder)
    , m_rung(std::move(rung))
{
    QObject::connect(&m_server, &QLocalServer::newConnection, &m_server, [this] {
        while (QLocalSocket* caller = m_server.nextPendingConnection()) {
            QObject::connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
            QObject::connect(caller, &QLocalSocket::readyRead, caller, [this, caller] { answer(caller); });
            answer(caller);
        }
    });
    open();
}

Doorbell::~Doorbell()
{
    if (!m_server.isListening())
        return;
    m_server.close();
    const Descriptor place(openFolder(m_folder));
    unlinkat(place.get(), socketName, 0);
}

void Doorbell::open()
{
    const Descriptor place(openFolder(m_folder));
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    bool isOpen = place.get() >= 0 && socket.get() >= 0;
    if (isOpen) {
        unlinkat(place.get(), socketName, 0); // nobody answered there: it is left of one that was killed
        const sockaddr_un address = addressIn(place.get());
        isOpen = bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
                 fchmodat(place.get(), socketName, S_IRUSR | S_IWUSR, 0) == 0 && listen(socket.get(), 8) == 0 &&
                 m_server.listen(qintptr(socket.get()));
    }
    if (isOpen)
        socket.release(); // the server's now
    else
        qCWarning(lcNode, "a second start of the console cannot bring this window forward: no socket in %ls (%s)",
                  qUtf16Printable(m_folder), std::strerror(errno));
}

void Doorbell::answer(QLocalSocket* caller)
{
    qint64 process = 0;
    if (!isOwn(int(caller->socketDescriptor()), &process) || caller->bytesAvailable() > longestCall) {
        caller->abort();
        return;
    }
    if (!caller->canReadLine())
        return;
    const QByteArray call = caller->readLine().trimmed();
    if (!call.startsWith("show")) {
        caller->abort();
        return;
    }
    if (const QByteArray token = call.mid(5); !token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token); // for the window that is activated next
    m_rung();
    caller->write("ok\n");
    caller->flush();
    caller->disconnectFromServer();
}

} // namespace zg::app
