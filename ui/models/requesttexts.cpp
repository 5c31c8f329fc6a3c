// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requesttexts.h"

#include "ui/shell/theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Kept;
using telemetry::RequestTrace;

namespace {

struct StepRow
{
    Step step;
    const char* text;
    const char* hint;
};

// In the order of the enum: the lookup is an index, and the assertion below keeps it honest.
constexpr std::array<StepRow, stepCount> steps{{
    {Step::Read, QT_TRANSLATE_NOOP("RequestTexts", "Read"),
     QT_TRANSLATE_NOOP("RequestTexts",
                       "From the first byte until the request was whole: the client's time, and the network's.")},
    {Step::Queue, QT_TRANSLATE_NOOP("RequestTexts", "Queue"),
     QT_TRANSLATE_NOOP("RequestTexts", "Until its handler ran: other requests of the same thread were before it.")},
    {Step::Token, QT_TRANSLATE_NOOP("RequestTexts", "Token"),
     QT_TRANSLATE_NOOP("RequestTexts", "Who calls, and may he.")},
    {Step::Cache, QT_TRANSLATE_NOOP("RequestTexts", "Cache"),
     QT_TRANSLATE_NOOP("RequestTexts", "Looked up in memory.")},
    {Step::SharedLoad, QT_TRANSLATE_NOOP("RequestTexts", "Another's load"),
     QT_TRANSLATE_NOOP("RequestTexts", "Waited for what another request was reading from the database already.")},
    {Step::LoadTurn, QT_TRANSLATE_NOOP("RequestTexts", "Turn to load"),
     QT_TRANSLATE_NOOP("RequestTexts", "Waited for its turn: only so many loads go to the database at a time.")},
    {Step::Redis, QT_TRANSLATE_NOOP("RequestTexts", "Redis"),
     QT_TRANSLATE_NOOP("RequestTexts", "One command to Redis and back.")},
    {Step::Worker, QT_TRANSLATE_NOOP("RequestTexts", "Waits for a worker"),
     QT_TRANSLATE_NOOP("RequestTexts", "All worker threads were busy, or one had to wake.")},
    {Step::Connection, QT_TRANSLATE_NOOP("RequestTexts", "Waits for a connection"),
     QT_TRANSLATE_NOOP("RequestTexts",
                       "Until the pool lent a connection: long when all are in use, or when one had to be made.")},
    {Step::Statement, QT_TRANSLATE_NOOP("RequestTexts", "SQL"),
     QT_TRANSLATE_NOOP("RequestTexts", "One statement, until its last row was read.")},
    {Step::Work, QT_TRANSLATE_NOOP("RequestTexts", "Work"),
     QT_TRANSLATE_NOOP("RequestTexts", "Work on a worker thread that is no SQL: a password's hash.")},
    {Step::CommitQueue, QT_TRANSLATE_NOOP("RequestTexts", "Waits for the committer"),
     QT_TRANSLATE_NOOP("RequestTexts", "Until the group before it was committed.")},
    {Step::Commit, QT_TRANSLATE_NOOP("RequestTexts", "Commit"),
     QT_TRANSLATE_NOOP("RequestTexts", "The transaction of its group, until it was safe on disk.")},
    {Step::GroupStatement, QT_TRANSLATE_NOOP("RequestTexts", "SQL of the group"),
     QT_TRANSLATE_NOOP("RequestTexts", "One statement of that transaction, for all requests of the group.")},
    {Step::Return, QT_TRANSLATE_NOOP("RequestTexts", "Way back"),
     QT_TRANSLATE_NOOP("RequestTexts", "From the thread that did the work back to its own.")},
    {Step::Wait, QT_TRANSLATE_NOOP("RequestTexts", "Waits"),
     QT_TRANSLATE_NOOP("RequestTexts", "Waited for something else, such as WeChat.")},
    {Step::Write, QT_TRANSLATE_NOOP("RequestTexts", "Write"),
     QT_TRANSLATE_NOOP("RequestTexts", "Until the socket had taken the answer.")},
}};

static_assert([] {
    for (size_t i = 0; i < steps.size(); ++i)
        if (size_t(steps[i].step) != i)
            return false;
    return true;
}());

QString translated(const char* text)
{
    return QCoreApplication::translate("RequestTexts", text);
}

} // namespace

QString stepText(Step step)
{
    return translated(steps[size_t(step)].text);
}

QString stepHint(Step step)
{
    return translated(steps[size_t(step)].hint);
}

QString keptText(Kept kept)
{
    switch (kept) {
    case Kept::Sampled:
        break;
    case Kept::Slow:
        return QCoreApplication::translate("RequestTexts", "Slow");
    case Kept::Refused:
        return QCoreApplication::translate("RequestTexts", "Refused");
    case Kept::Shed:
        return QCoreApplication::translate("RequestTexts", "Shed");
    case Kept::Failed:
        return QCoreApplication::translate("RequestTexts", "Failed");
    }
    return QCoreApplication::translate("RequestTexts", "Sample");
}

QString keptHint(Kept kept)
{
    switch (kept) {
    case Kept::Sampled:
        break;
    case Kept::Slow:
        return QCoreApplication::translate("RequestTexts",
                                           "It took longer than 99 of 100 requests of its route in the last minute");
    case Kept::Refused:
        return QCoreApplication::translate("RequestTexts", "What it asked for was not allowed or not possible");
    case Kept::Shed:
        return QCoreApplication::translate("RequestTexts", "It was turned away by a limit or by overload");
    case Kept::Failed:
        return QCoreApplication::translate("RequestTexts", "The server could not answer it");
    }
    return QCoreApplication::translate("RequestTexts", "One of many, to compare with");
}

int keptTint(const RequestTrace& trace)
{
    switch (trace.kept) {
    case Kept::Failed:
        return int(Tint::Bad);
    case Kept::Slow:
    case Kept::Shed:
        return int(Tint::Warning);
    case Kept::Refused:
        return int(Tint::Series4);
    case Kept::Sampled:
        break;
    }
    return int(Tint::Good);
}

QString outcomeText(const RequestTrace& trace)
{
    QString text = QString::number(trace.status);
    if (!trace.reason.isEmpty())
        text += u' ' + QString::fromUtf8(trace.reason);
    return text;
}

QString mostlyText(const RequestTrace& trace)
{
    std::array<qint64, stepCount> sums{};
    for (const auto& span : trace.spans) {
        if (span.step != Step::GroupStatement) // inside the commit
            sums[size_t(span.step)] += span.durationNs;
    }
    const auto longest = std::max_element(sums.begin(), sums.end());
    if (*longest == 0 || trace.durationNs <= 0)
        return {};
    const qint64 percent = std::min<qint64>(100, (*longest * 100 + trace.durationNs / 2) / trace.durationNs);
    return stepText(Step(longest - sums.begin())) + u' ' + QString::number(percent) + u" %"_s;
}

} // namespace zg::ui
