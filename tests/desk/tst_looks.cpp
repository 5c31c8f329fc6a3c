// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"
#include "desk/traffic.h"

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;

/// A picture of every page, with a store at work behind it, on the screen that $ZG_DESK_LOOK names, in both languages
/// and both themes. They are for people to look at; the test sees to it that every page stands and fits.
class TestLooks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPage();
};

void TestLooks::everyPage()
{
    const Look start = Look::ofEnvironment();
    Desk desk;
    desk.signIn();
    const Traffic traffic(desk.port());
    QTRY_VERIFY_WITH_TIMEOUT(traffic.count() > 20, Desk::patienceMs);
    const QRect screen(QPoint(), start.screen);
    for (const auto mode : {ui::Theme::Mode::Light, ui::Theme::Mode::Dark})
        for (const QString& language : {u"zh_CN"_s, u"en"_s}) {
            Look look = start;
            look.theme = mode;
            look.language = language;
            desk.theme.setMode(mode);
            desk.language.setChoice(language);
            for (const ui::PageInfo& info : ui::pages()) {
                const QString id = QString::fromLatin1(info.id);
                desk.goTo(id);
                QVERIFY2(desk.window->shown() == desk.window->page(id), qPrintable(id));
                Desk::settle();
                QVERIFY2(screen.contains(desk.window->frameGeometry()), qPrintable(id));
                Desk::keep(look.name() + u"-"_s + id);
            }
        }
}

ZG_DESK_MAIN(TestLooks)
#include "tst_looks.moc"
