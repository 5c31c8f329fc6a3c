// SPDX-License-Identifier: GPL-3.0-or-later
// The window's beginning and end: who is asked for what.
#include "console_fixture.h"
#include "ui/shell/signinpanel.h"
#include "ui/widgets/emptystate.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestClosing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unsavedIsAskedAbout();
    void servingStoreIsAskedAboutOnce();
    void stoppedStoreIsSaidEverywhere();
    void commandsFitTheState();
    void signInHasTheKeyboard();
    void signInWaitsForTheStore();
    void ownerIsSignedIn();
    void demoAccountIsNamedAgain();
};

static void press(const QMessageBox* box, QMessageBox::ButtonRole role)
{
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == role)
            return button->click();
}

static QStringList titles(MainWindow& window)
{
    QStringList all;
    for (const PaletteEntry& entry : window.paletteEntries())
        all.append(entry.title);
    return all;
}

void TestClosing::unsavedIsAskedAbout()
{
    Console console;
    shop::Product tea;
    tea.id = ProductId(31);
    tea.version = 1;
    tea.name = u"龙井 2026"_s;
    console.node.productDesk.items.append(tea);
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.show();
    console.window->showPage(u"products"_s);
    QWidget* page = console.window->page(u"products"_s);
    auto* name = page->findChild<QLineEdit*>(u"name"_s);
    QTRY_COMPARE(name->text(), tea.name);
    name->setText(u"half typed"_s);
    console.window->showPage(u"overview"_s);
    console.window->quit();
    auto* box = console.window->findChild<QMessageBox*>(u"unsavedQuestion"_s);
    QVERIFY(box);
    QVERIFY2(box->informativeText().contains(u"Products: changes of 1 product"_s), qPrintable(box->informativeText()));
    QCOMPARE(console.node.stops, 0);
    press(box, QMessageBox::RejectRole);
    QCOMPARE(console.window->currentPage(), u"products"_s);
    QCOMPARE(console.node.stops, 0);
    QTRY_VERIFY(!console.window->findChild<QMessageBox*>());
    console.window->quit();
    press(console.window->findChild<QMessageBox*>(u"unsavedQuestion"_s), QMessageBox::DestructiveRole);
    QCOMPARE(console.node.stops, 1);
}

void TestClosing::servingStoreIsAskedAboutOnce()
{
    Console console;
    console.show();
    console.window->close();
    auto* box = console.window->findChild<QMessageBox*>(u"closeQuestion"_s);
    QVERIFY(box);
    QVERIFY(box->informativeText().contains(u"http://127.0.0.1:8080"_s));
    QCOMPARE(console.node.stops, 0);
    press(box, QMessageBox::DestructiveRole);
    QCOMPARE(console.node.stops, 1);
    QVERIFY(console.state.value(u"window/closeConfirmed"_s).toBool());
}

void TestClosing::stoppedStoreIsSaidEverywhere()
{
    Console console;
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.show();
    console.window->showPage(u"orders"_s);
    console.node.become(node::State::Stopped);
    for (const PageInfo& info : pages()) {
        console.window->showPage(QString::fromLatin1(info.id));
        auto* notice = qobject_cast<EmptyState*>(console.window->shown());
        if (info.showsWithoutNode) { // the log says why
            QVERIFY(!notice);
            continue;
        }
        QVERIFY(notice);
        QCOMPARE(notice->headline(), u"The store is closed"_s);
    }
    console.node.become(node::State::Serving);
    QVERIFY(qobject_cast<Page*>(console.window->shown()));
}

void TestClosing::commandsFitTheState()
{
    Console console;
    console.show();
    QVERIFY(titles(*console.window).contains(u"Stop the node"_s));
    QVERIFY(!titles(*console.window).contains(u"Start the node"_s));
    QVERIFY(titles(*console.window).contains(u"Sign in"_s));
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    QVERIFY(titles(*console.window).contains(u"Sign out"_s));
    QVERIFY(!titles(*console.window).contains(u"Sign in"_s));
    console.node.become(node::State::Stopped);
    QVERIFY(!titles(*console.window).contains(u"Stop the node"_s));
    QVERIFY(titles(*console.window).contains(u"Start the node"_s));
    QVERIFY(!titles(*console.window).contains(u"Copy the API's address"_s));
}

void TestClosing::signInHasTheKeyboard()
{
    Console console;
    console.state.setValue(u"window/page"_s, u"orders"_s);
    console.window = std::make_unique<MainWindow>(console.node, console.theme, console.lingo, console.state);
    console.show();
    auto* panel = qobject_cast<SignInPanel*>(console.window->shown());
    QVERIFY(panel);
    const auto fields = panel->findChildren<QLineEdit*>();
    QCOMPARE(console.window->focusWidget(), fields.at(0));
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    // The next day the name stands there already.
    console.node.staffDesk.signOut();
    console.window = std::make_unique<MainWindow>(console.node, console.theme, console.lingo, console.state);
    console.show();
    const auto later = console.window->shown()->findChildren<QLineEdit*>();
    QCOMPARE(later.at(0)->text(), u"mei"_s);
    QCOMPARE(console.window->focusWidget(), later.at(1));
}

void TestClosing::signInWaitsForTheStore()
{
    Console console;
    console.node.become(node::State::Starting);
    console.window->showPage(u"orders"_s);
    console.show();
    auto* button = console.window->shown()->findChild<QPushButton*>();
    QVERIFY(button && !button->isEnabled());
    console.node.become(node::State::Serving);
    QVERIFY(button->isEnabled());
    QCOMPARE(button->text(), u"Sign in"_s);
}

void TestClosing::ownerIsSignedIn()
{
    Console console(true);
    console.show();
    QWidget* page = console.window->shown();
    page->findChild<QLineEdit*>(u"adminPassword"_s)->setText(u"staff-pass"_s);
    page->findChild<QPushButton*>(u"openStore"_s)->click();
    QVERIFY(!console.node.staffDesk.current());
    console.node.become(node::State::Serving);
    QVERIFY(console.node.staffDesk.current());
    QCOMPARE(console.node.staffDesk.current()->username, u"admin"_s);
}

void TestClosing::demoAccountIsNamedAgain()
{
    Console console;
    console.show();
    const auto hints = [&] {
        console.window->showPage(u"orders"_s);
        QStringList all;
        for (const QLabel* label : console.window->shown()->findChildren<QLabel*>())
            all += label->text();
        return all.join(u'|');
    };
    QVERIFY(!hints().contains(u"staff-pass"_s));
    console.node.told = {u"there is no admin yet: …"_s}; // the node's own words are English
    QVERIFY(hints().contains(u"There is no admin yet. In a terminal"_s));
    SettingInfo demo;
    demo.key = u"demo"_s;
    demo.value = u"true"_s;
    console.node.list.append(demo);
    QVERIFY(hints().contains(u"staff-pass"_s));
}

QTEST_MAIN(TestClosing)
#include "tst_closing.moc"
