// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/pages/databasepage.h"
#include "fakefleet.h"
#include "ui/pages/pages.h"
#include "ui/shell/firststartpage.h"
#include "ui/shell/screenfit.h"
#include "ui/shell/signinpanel.h"

#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

namespace {

void collect(QLayout* layout, QList<QWidget*>& widgets)
{
    for (int i = 0; i < layout->count(); ++i) {
        QLayoutItem* item = layout->itemAt(i);
        if (QWidget* widget = item->widget(); widget && widget->isVisible())
            widgets.append(widget);
        else if (item->layout())
            collect(item->layout(), widgets);
    }
}

QString nameOf(const QWidget* widget)
{
    return QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
}

/// What lies on something else, or outside of its parent, in any layout below `top`.
QStringList overlaps(QWidget* top)
{
    QStringList found;
    QList<QWidget*> parents = top->findChildren<QWidget*>();
    parents.prepend(top);
    for (QWidget* parent : std::as_const(parents)) {
        if (!parent->isVisible() || !parent->layout() || parent->inherits("QStackedWidget"))
            continue;
        QList<QWidget*> widgets;
        collect(parent->layout(), widgets);
        for (int i = 0; i < widgets.size(); ++i) {
            if (!parent->rect().contains(widgets.at(i)->geometry()))
                found.append(nameOf(widgets.at(i)) + u" leaves "_s + nameOf(parent));
            for (int k = i + 1; k < widgets.size(); ++k)
                if (widgets.at(i)->geometry().intersects(widgets.at(k)->geometry()))
                    found.append(nameOf(widgets.at(i)) + u" lies on "_s + nameOf(widgets.at(k)));
        }
    }
    return found;
}

} // namespace

class TestSmallScreen final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowFitsTheScreen();
    void nothingOverlaps_data();
    void nothingOverlaps();
    void firstStartNamesTheFolder();
    void signInStaysWhereItIs();
    void dialogButtonsHaveNoIcons();
};

void TestSmallScreen::windowFitsTheScreen()
{
    Console console;
    const QSize room = console.window->screen()->availableSize();
    for (const QSize size : {console.window->size(), console.window->minimumSize()}) {
        QVERIFY(size.width() <= room.width());
        QVERIFY(size.height() < room.height()); // and a title bar
    }
    QCOMPARE(isScreenSmall(*console.window), room.width() < 1'288 || room.height() < 860);
}

void TestSmallScreen::nothingOverlaps_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    for (const PageInfo& info : pages())
        for (const char* language : {"en", "zh_CN"})
            for (const QSize size : {QSize(960, 600), QSize(600, 360)})
                QTest::addRow("%s %s %d", info.id, language, size.width())
                    << QString::fromLatin1(info.id) << QString::fromLatin1(language) << size;
}

void TestSmallScreen::nothingOverlaps()
{
    QFETCH(QString, page);
    QFETCH(QString, language);
    QFETCH(QSize, size);
    Console console(false, language);
    console.node.productDesk.items = {shop::Product{}};
    console.node.productDesk.items[0].id = ProductId(1);
    console.node.productDesk.items[0].name = u"云南小粒咖啡豆 500g"_s;
    console.node.productDesk.items[0].stock = 1'000'000;
    const telemetry::Snapshot fleet = fleetOfFour();
    console.node.now.nodes = fleet.nodes;
    console.node.now.leases = fleet.leases;
    console.node.now.strategies = fleet.strategies;
    console.node.now.breakers = fleet.breakers;
    console.node.now.queues = fleet.queues;
    LogLine line;
    line.category = "zhanggui.sql";
    line.requestId = "5e1f0c3a-27";
    line.text = QByteArray(300, 'x');
    console.node.lines.add(line);
    fillCache(console.node.now);
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.window->setMinimumSize(1, 1); // as on a screen as small as that
    console.show(size);
    console.window->showPage(page);
    console.ticks(4);
    // What the node answers meanwhile changes labels, and a layout follows with the next turn of the loop.
    QStringList found;
    const auto isSettled = [&] {
        found = overlaps(console.window->page(page));
        return found.isEmpty();
    };
    QTest::qWait(50); // a layout that is right at first may be spoiled by an answer
    const bool isRight = QTest::qWaitFor(isSettled);
    QCOMPARE(console.window->size(), size);
    QVERIFY2(isRight, qPrintable(found.join(u'\n')));
    if (auto* database = qobject_cast<DatabasePage*>(console.window->page(page))) {
        database->showView(DatabasePage::Statements); // its other half
        console.ticks(8);
        QVERIFY2(QTest::qWaitFor(isSettled), qPrintable(found.join(u'\n')));
    }
}

void TestSmallScreen::firstStartNamesTheFolder()
{
    Console console(true);
    auto* page = console.window->findChild<FirstStartPage*>();
    page->setFolder(u"/srv/shop"_s);
    bool isNamed = false;
    for (const QLabel* label : page->findChildren<QLabel*>())
        isNamed = isNamed || label->text().contains(u"/srv/shop"_s);
    QVERIFY(isNamed);
}

void TestSmallScreen::signInStaysWhereItIs()
{
    Console console;
    console.show({1'000, 700});
    console.window->showPage(u"settings"_s);
    auto* panel = console.window->findChild<SignInPanel*>();
    QCoreApplication::processEvents();
    const auto fields = panel->findChildren<QLineEdit*>();
    const QPoint before = fields.at(0)->mapToGlobal(QPoint());
    QTest::keyClicks(fields.at(0), u"mei"_s);
    QTest::keyClicks(fields.at(1), u"wrong"_s);
    QTest::keyClick(fields.at(1), Qt::Key_Return);
    QTRY_VERIFY(!panel->error().isEmpty());
    QTest::qWait(20);
    QCOMPARE(fields.at(0)->mapToGlobal(QPoint()), before);
}

void TestSmallScreen::dialogButtonsHaveNoIcons()
{
    Console console; // with the theme's sheet
    const QMessageBox box(QMessageBox::NoIcon, {}, {}, QMessageBox::Cancel | QMessageBox::Save);
    QVERIFY(box.button(QMessageBox::Cancel)->icon().isNull());
    QVERIFY(box.button(QMessageBox::Save)->icon().isNull());
}

QTEST_MAIN(TestSmallScreen)
#include "tst_smallscreen.moc"
