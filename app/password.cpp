// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/password.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

/// Echo is off while this lives.
class SilentTerminal final
{
public:
    SilentTerminal()
    {
        m_isSet = tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        if (m_isSet)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (m_isSet)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::fputc('\n', stderr);
    }
    Q_DISABLE_COPY_MOVE(SilentTerminal)

private:
    termios m_before{};
    bool m_isSet = false;
};

QByteArray readLine()
{
    std::string line;
    std::getline(std::cin, line);
    QByteArray bytes = QByteArray::fromStdString(line);
    if (bytes.endsWith('\r'))
        bytes.chop(1);
    return bytes;
}

QByteArray ask(const char* prompt)
{
    std::fputs(prompt, stderr);
    std::fflush(stderr);
    const SilentTerminal silent;
    return readLine();
}

} // namespace

Result<QByteArray> readPassword()
{
    const bool isTerminal = isatty(STDIN_FILENO) != 0;
    const QByteArray password = isTerminal ? ask("Password: ") : readLine();
    if (password.isEmpty())
        return Error::invalid(u"password"_s, u"no password was given"_s);
    if (isTerminal && ask("Again: ") != password)
        return Error::invalid(u"password"_s, u"the two passwords differ"_s);
    return password;
}

} // namespace zg::app
