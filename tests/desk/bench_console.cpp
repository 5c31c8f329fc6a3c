// SPDX-License-Identifier: GPL-3.0-or-later
// How quick the window is, and what it takes. See tests/bench/README.md.
#include "desk/desk.h"
#include "desk/stallmeter.h"

#include "ui/widgets/tableview.h"

#include <QFile>
#include <QProcess>
#include <QScrollBar>

#include <cstdio>

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;

namespace {

int numberOf(const char* variable, int otherwise)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? number : otherwise;
}

/// In MB, of this process: the window, and the node in it.
double memoryMb(const char* kind)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith(kind))
            return line.mid(line.indexOf(':') + 1).simplified().split(' ').first().toDouble() / 1024;
    return -1;
}

/// The main thread's loop goes round for so long.
void stay(int ms)
{
    QElapsedTimer time;
    time.start();
    while (!time.hasExpired(ms))
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

/// More requests than the node can answer, on as many connections as a busy store has.
class Load final
{
public:
    Load(quint16 port, int seconds)
    {
        m_wrk.start(u"wrk"_s, {u"-t2"_s, u"-c64"_s, u"-d%1s"_s.arg(seconds),
                               u"http://127.0.0.1:%1/api/v1/products?limit=20"_s.arg(port)});
        if (!m_wrk.waitForStarted())
            qFatal("wrk did not start: packaging/prepare bench installs it");
    }
    ~Load()
    {
        m_wrk.terminate();
        m_wrk.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Load)

private:
    QProcess m_wrk;
};

double switchTo(Desk& desk, const QString& id)
{
    QElapsedTimer time;
    time.start();
    desk.window->showPage(id);
    QCoreApplication::sendPostedEvents();
    desk.window->repaint();
    return double(time.nsecsElapsed()) / 1e6;
}

void switches(Desk& desk, const char* when)
{
    for (const ui::PageInfo& info : ui::pages()) {
        const double first = switchTo(desk, QString::fromLatin1(info.id));
        stay(400);
        double later = 0;
        for (int i = 0; i < 5; ++i) {
            switchTo(desk, QLatin1StringView(info.id) == "overview"_L1 ? u"logs"_s : u"overview"_s);
            stay(50);
            later = std::max(later, switchTo(desk, QString::fromLatin1(info.id)));
            stay(50);
        }
        std::printf("switch %-8s %-10s first %6.1f ms  later, the longest of five %6.1f ms\n", when, info.id, first,
                    later);
    }
}

void stalls(Desk& desk, StallMeter& meter)
{
    const int seconds = numberOf("STALL_SECONDS", 8);
    const Load load(desk.port(), seconds * int(ui::pages().size()) + 30);
    stay(2'000);
    for (const ui::PageInfo& info : ui::pages()) {
        desk.window->showPage(QString::fromLatin1(info.id));
        stay(500);
        meter.take();
        stay(seconds * 1'000);
        const auto waits = meter.take();
        std::printf("stall loaded   %-10s longest %6.1f ms  p99 %6.1f ms  of %zu, at %.0f requests/s\n", info.id,
                    waits.longestMs, waits.p99Ms, waits.count, desk.node.snapshot().ratePerS);
        std::fflush(stdout);
    }
}

/// As far down as the wheel comes in the time.
void scroll(Desk& desk, StallMeter& meter, const QString& id)
{
    desk.window->showPage(id);
    stay(1'500);
    auto* table = desk.window->shown()->findChild<ui::TableView*>(u"table"_s);
    if (!table || !table->isVisible()) {
        std::printf("scroll %s: there is no list\n", qPrintable(id));
        return;
    }
    QElapsedTimer time;
    time.start();
    meter.take();
    const qint64 mostMs = numberOf("SCROLL_SECONDS", 60) * qint64(1'000);
    Hand::click(table, table->model()->index(0, 1));
    int last = 0;
    QElapsedTimer quiet;
    quiet.start();
    while (!time.hasExpired(mostMs) && !quiet.hasExpired(3'000)) {
        QProcess keys; // not waited for: the window is to work meanwhile
        keys.start(u"xdotool"_s, {u"key"_s, u"--delay"_s, u"5"_s, u"ctrl+End"_s, u"ctrl+End"_s, u"ctrl+End"_s,
                                  u"Prior"_s, u"Next"_s});
        while (keys.state() != QProcess::NotRunning)
            stay(5);
        if (table->model()->rowCount() != last)
            quiet.restart();
        last = table->model()->rowCount();
    }
    const auto waits = meter.take();
    std::printf("scroll         %-10s %d rows in %.1f s  longest %6.1f ms  p99 %6.1f ms  memory %.0f MB\n",
                qPrintable(id), last, double(time.elapsed()) / 1e3, waits.longestMs, waits.p99Ms, memoryMb("VmRSS"));
    std::fflush(stdout);
}

void memory(Desk& desk, StallMeter& meter)
{
    const int seconds = numberOf("DURATION", 600);
    const Load load(desk.port(), seconds + 30);
    QElapsedTimer time;
    time.start();
    meter.take();
    qint64 told = 0;
    for (size_t at = 0; !time.hasExpired(seconds * qint64(1'000)); ++at) {
        desk.window->showPage(QString::fromLatin1(ui::pages()[at % ui::pages().size()].id));
        stay(1'500);
        if (time.elapsed() / 60'000 > told || at == 0) {
            told = time.elapsed() / 60'000;
            const auto waits = meter.take();
            std::printf("memory %4lld s  resident %6.1f MB  of it anonymous %6.1f MB  longest stall %6.1f ms\n",
                        (long long)(time.elapsed() / 1'000), memoryMb("VmRSS"), memoryMb("RssAnon"), waits.longestMs);
            std::fflush(stdout);
        }
    }
}

/// @param what of switch, stall, scroll, memory; all when there is none
int measure(const Look& look, const QStringList& what)
{
    const QString store = qEnvironmentVariable("STORE");
    Desk desk(store.isEmpty() ? QStringList() : QStringList{u"--data-dir"_s, store}, look);
    StallMeter meter;
    desk.signIn();
    if (QTest::currentTestFailed() || !desk.node.staff().current()) {
        std::fputs("nobody could sign in\n", stderr);
        return 1;
    }
    stay(1'000);
    std::printf("window         open       resident %6.1f MB  of it anonymous %6.1f MB\n", memoryMb("VmRSS"),
                memoryMb("RssAnon"));
    const auto wants = [&what](const QString& it) { return what.isEmpty() || what.contains(it); };
    if (wants(u"switch"_s)) {
        switches(desk, "idle");
        const Load load(desk.port(), 60);
        stay(1'500);
        switches(desk, "loaded");
    }
    if (wants(u"stall"_s))
        stalls(desk, meter);
    if (wants(u"memory"_s))
        memory(desk, meter);
    if (wants(u"scroll"_s))
        for (const QString& id : {u"products"_s, u"orders"_s})
            scroll(desk, meter, id);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    Look look;
    look.screen = {1'920, 1'080};
    const Screen screen(look);
    if (!screen.isUp())
        return 1;
    QApplication application(argc, argv);
    const WindowKeeper keeper;
    return measure(look, QApplication::arguments().mid(1));
}
