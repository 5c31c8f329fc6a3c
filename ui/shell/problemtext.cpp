// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/problemtext.h"

#include "ui/errortext.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

struct Known
{
    const char* words; ///< any of these, separated by |, in the operator's message
    const char* headline;
    const char* help;
    const char* detail = nullptr;   ///< finds in the message what stands for %1 in the help
    const char* fallback = nullptr; ///< stands there when the message does not tell
};

// The node tells in words what failed (http/listener, sql/sqliteerror, sql/migrations, node/datafolder); these are the
// causes a person can do something about. The first that fits counts.
constexpr Known known[] = {
    {"port is taken|in use", QT_TRANSLATE_NOOP("ProblemText", "The port is taken"),
     QT_TRANSLATE_NOOP("ProblemText",
                       "Another program, perhaps another Zhanggui, listens on %1. Close it, or start with another "
                       "address: --listen 127.0.0.1:8081."),
     "listen on (\\S+): ", QT_TRANSLATE_NOOP("ProblemText", "this address")},
    {"may not use that port", QT_TRANSLATE_NOOP("ProblemText", "The port is reserved"),
     QT_TRANSLATE_NOOP("ProblemText",
                       "Ports below 1024 are for the system. Start with another one: --listen 127.0.0.1:8080.")},
    {"no such address|no such host", QT_TRANSLATE_NOOP("ProblemText", "The address is not this machine's"),
     QT_TRANSLATE_NOOP(
         "ProblemText",
         "Use 127.0.0.1 for this machine alone, or 0.0.0.0 for the whole network: --listen 0.0.0.0:8080.")},
    {"another node serves", QT_TRANSLATE_NOOP("ProblemText", "The store is open already"),
     QT_TRANSLATE_NOOP("ProblemText",
                       "Another Zhanggui serves this data folder. Use that one, or close it and try again. Nothing was "
                       "changed.")},
    {"locked|busy", QT_TRANSLATE_NOOP("ProblemText", "The database is locked"),
     QT_TRANSLATE_NOOP(
         "ProblemText",
         "Another program has the store's database open. Close it, then try again. The data is untouched.")},
    {"disk is full|disk answers|No space|disk I/O", QT_TRANSLATE_NOOP("ProblemText", "The disk does not take more"),
     QT_TRANSLATE_NOOP("ProblemText", "The disk with the data folder is full or broken. Make room, then try again.")},
    {"newer version", QT_TRANSLATE_NOOP("ProblemText", "The store is newer than this program"),
     QT_TRANSLATE_NOOP(
         "ProblemText",
         "A later version of Zhanggui made this database. Start that version; this one leaves it untouched.")},
    {"damaged|malformed|not an SQLite", QT_TRANSLATE_NOOP("ProblemText", "The database is damaged"),
     QT_TRANSLATE_NOOP("ProblemText",
                       "%1 cannot be read as a database. Restore the last backup with zhanggui restore FILE."),
     "^((/|[A-Za-z]:).+?): ", QT_TRANSLATE_NOOP("ProblemText", "The file")},
    {"moved or deleted", QT_TRANSLATE_NOOP("ProblemText", "The database file is gone"),
     QT_TRANSLATE_NOOP("ProblemText",
                       "It was moved or deleted while the store was open. Put it back, then try again.")},
    {"TLS", QT_TRANSLATE_NOOP("ProblemText", "The certificate cannot be used"),
     QT_TRANSLATE_NOOP("ProblemText", "Check the files of --tls-cert and --tls-key.")},
    {"written to|cannot be made|be opened|closed to others|ermission denied",
     QT_TRANSLATE_NOOP("ProblemText", "No permission"),
     QT_TRANSLATE_NOOP(
         "ProblemText",
         "The data folder may not be used by this account. Check who owns it, or choose another with --data-dir.")},
};

QString helpFor(const Known& cause, const QString& message)
{
    const QString help = QCoreApplication::translate("ProblemText", cause.help);
    if (!cause.detail)
        return help;
    const QString detail = QRegularExpression(QString::fromLatin1(cause.detail)).match(message).captured(1);
    return help.arg(detail.isEmpty() ? QCoreApplication::translate("ProblemText", cause.fallback) : detail);
}

} // namespace

std::optional<ProblemText> knownProblem(const Error& problem)
{
    for (const Known& cause : known)
        for (const QString& word : QString::fromLatin1(cause.words).split(u'|'))
            if (problem.message.contains(word))
                return ProblemText{QCoreApplication::translate("ProblemText", cause.headline),
                                   helpFor(cause, problem.message)};
    return std::nullopt;
}

ProblemText problemText(const Error& problem)
{
    return knownProblem(problem).value_or(
        ProblemText{QCoreApplication::translate("ProblemText", "The store could not be opened"), errorText(problem)});
}

} // namespace zg::ui
