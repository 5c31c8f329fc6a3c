// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/cachefamilymodel.h"
#include "ui/models/cachetexts.h"
#include "ui/models/hotkeymodel.h"
#include "ui/models/misscausemodel.h"
#include "ui/pages/cachepage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/causebars.h"
#include "ui/widgets/causepaint.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factlist.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/usebar.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using node::CachedKey;
using telemetry::MissCause;

namespace {

/// The page in its window, with figures.
struct Shown
{
    explicit Shown(const QString& language = u"en"_s)
        : console(false, language)
    {
        fillCache(console.node.now);
        console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
        console.show({1'366, 768});
        console.window->showPage(u"cache"_s);
        page = qobject_cast<CachePage*>(console.window->page(u"cache"_s));
        console.ticks(4);
    }
    template <class T>
    T* part(const char* name) const
    {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    Banner* banner() const { return page->findChild<Banner*>(); }
    FactList* facts(int number) const { return page->findChildren<FactList*>().at(number); }
    void type(const QString& text)
    {
        QTest::keyClick(console.window.get(), Qt::Key_F, Qt::ControlModifier);
        auto* key = part<QLineEdit>("key");
        key->clear();
        QTest::keyClicks(key, text);
    }
    void press(const char* name) { QTest::mouseClick(part<QToolButton>(name), Qt::LeftButton); }

    Console console;
    CachePage* page = nullptr;
};

CachedKey product42()
{
    CachedKey key;
    key.family = u"product"_s;
    key.key = u"42"_s;
    key.memory.emplace();
    key.memory->bytes = 1'228;
    key.memory->ageMs = 12'300;
    key.memory->leftMs = 48'000;
    return key;
}

} // namespace

class TestCachePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsFamilies();
    void showsCausesAndTheirNumbers();
    void everyCauseLooksDifferent();
    void rangesCountWhatTheySay();
    void metersANodeThatStartsAgain();
    void showsHottestKeys();
    void showsGuardsAndRedis();
    void looksUp();
    void describesWhatIsCached_data();
    void describesWhatIsCached();
    void drops();
    void dropsAFamily();
    void saysWhatWentWrong_data();
    void saysWhatWentWrong();
    void olderAnswersAreNotShown();
    void waitsForFigures();
    void speaksChinese();
};

void TestCachePage::showsFamilies()
{
    CacheFamilyModel model;
    const QAbstractItemModelTester tester(&model);
    CacheMeter meter;
    telemetry::Snapshot snapshot;
    fillCache(snapshot);
    meter.push(snapshot);
    model.assign(meter.families(CacheMeter::Range::Start));
    const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(text(0, CacheFamilyModel::Name), u"Products"_s);
    QCOMPARE(text(0, CacheFamilyModel::HitRate), u"97.6%"_s);
    QCOMPARE(text(0, CacheFamilyModel::Hits), u"1,284,360"_s);
    QCOMPARE(text(0, CacheFamilyModel::Stale), u"318"_s);
    QCOMPARE(text(0, CacheFamilyModel::Negative), u"1,210"_s);
    QCOMPARE(text(0, CacheFamilyModel::MeanLoad), u"600 µs"_s);
    QCOMPARE(text(0, CacheFamilyModel::Saved), u"12 min 51 s"_s); // 1,285,888 hits of 600 µs
    QCOMPARE(text(1, CacheFamilyModel::Bytes), u"17.3 MB"_s);
    snapshot.cacheFamilies[0] = {u"product"_s};
    meter.push(snapshot);
    model.assign(meter.families(CacheMeter::Range::Start));
    QCOMPARE(text(0, CacheFamilyModel::HitRate), u"–"_s);

    const Shown shown;
    auto* table = shown.part<TableView>("families");
    QCOMPARE(table->model()->rowCount(), 4);
    QVERIFY(table->isVisible());
    QVERIFY(shown.part<QLabel>("useText")->text() == u"Memory: 31.8 MB of 64.0 MB"_s);
    QVERIFY(std::abs(shown.page->findChild<UseBar*>()->use() - 0.4968) < 0.001);
    QVERIFY(shown.part<QLabel>("saved")->text().contains(u"since the start"_s));
}

void TestCachePage::showsCausesAndTheirNumbers()
{
    MissCauseModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), telemetry::missCauseCount);
    CacheMeter meter;
    telemetry::Snapshot snapshot;
    fillCache(snapshot);
    meter.push(snapshot);
    model.assign(meter.families(CacheMeter::Range::Start));
    QCOMPARE(model.columnCount(), 5);
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), u"Product lists"_s);
    QCOMPARE(model.index(int(MissCause::Ordered), 0).data().toString(), u"Stock or order changed"_s);
    QCOMPARE(model.index(int(MissCause::Ordered), 2).data().toString(), u"46,517"_s);
    QCOMPARE(model.index(int(MissCause::Evicted), 1).data(RawRole).toLongLong(), 1'204);
    ++snapshot.cacheFamilies[0].missCauses[size_t(MissCause::Evicted)];
    meter.push(snapshot);
    model.assign(meter.families(CacheMeter::Range::Start));
    QCOMPARE(model.index(int(MissCause::Evicted), 1).data().toString(), u"1,205"_s);

    const Shown shown;
    QTest::mouseClick(shown.part<Segments>("range")->findChildren<QAbstractButton*>().at(1), Qt::LeftButton);
    const QString said = shown.page->findChild<CauseBars*>()->accessibleDescription();
    QVERIFY2(said.contains(u"Product lists: First seen 6,041 (6.9%)"_s), qPrintable(said));
    QVERIFY2(said.contains(u"Another node's message 3,211"_s), qPrintable(said));
}

/// Not by colour alone: where two share one, one of them is hatched.
void TestCachePage::everyCauseLooksDifferent()
{
    Theme theme;
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        theme.setMode(mode);
        QList<QImage> samples;
        for (int i = 0; i < telemetry::missCauseCount; ++i) {
            QImage image(24, 24, QImage::Format_RGB32);
            image.fill(theme.color(Tint::Window));
            QPainter painter(&image);
            fillWithCause(painter, QRectF(2, 2, 20, 20), MissCause(i), theme);
            painter.end();
            QVERIFY(!samples.contains(image));
            samples.append(image);
        }
    }
}

void TestCachePage::rangesCountWhatTheySay()
{
    Shown shown;
    auto* table = shown.part<TableView>("families");
    const auto misses = [&] { return table->model()->index(1, CacheFamilyModel::Misses).data(RawRole).toLongLong(); };
    QCOMPARE(misses(), 0); // none since the page began to look
    shown.console.node.now.cacheFamilies[1].misses += 7;
    shown.console.node.now.cacheFamilies[1].missCauses[size_t(MissCause::Evicted)] += 7;
    shown.console.ticks(4);
    QCOMPARE(misses(), 7);
    const auto buttons = shown.part<Segments>("range")->findChildren<QAbstractButton*>();
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QCOMPARE(misses(), 88'127);
    shown.console.ticks(4 * 70); // more than a minute goes by
    QCOMPARE(misses(), 88'127);
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QCOMPARE(misses(), 0);
}

void TestCachePage::metersANodeThatStartsAgain()
{
    CacheMeter meter;
    QCOMPARE(meter.savedPerS(), 0);
    telemetry::Snapshot snapshot;
    snapshot.atMs = 1'000'000;
    snapshot.cacheFamilies = {{u"product"_s}};
    snapshot.cacheFamilies[0].loads = 10;
    snapshot.cacheFamilies[0].loadUs = 20'000;
    for (int second = 0; second < 10; ++second) {
        snapshot.atMs += 1'000;
        snapshot.cacheFamilies[0].hits += 500; // no reference: the meter shares the list
        meter.push(snapshot);
    }
    QVERIFY(std::abs(meter.savedPerS() - 1.0) < 1e-9); // 500 hits of 2 ms
    QCOMPARE(meter.savedUs(), 5'000 * 2'000);
    QCOMPARE(meter.families(CacheMeter::Range::Minute).first().figures.hits, 4'500);
    snapshot.atMs += 1'000;
    snapshot.cacheFamilies[0] = {u"product"_s, 3};
    meter.push(snapshot);
    QCOMPARE(meter.families(CacheMeter::Range::Minute).first().figures.hits, 0); // from here on it is counted
    QCOMPARE(meter.families(CacheMeter::Range::Start).first().figures.hits, 3);
    QCOMPARE(meter.savedPerS(), 0);
    snapshot.atMs += 1'000;
    snapshot.cacheFamilies[0].hits = 8;
    meter.push(snapshot);
    QCOMPARE(meter.families(CacheMeter::Range::Minute).first().figures.hits, 5);
}

void TestCachePage::showsHottestKeys()
{
    HotKeyModel model;
    const QAbstractItemModelTester tester(&model);
    telemetry::Snapshot snapshot;
    fillCache(snapshot);
    model.assign(snapshot.hotKeys);
    QCOMPARE(model.index(1, HotKeyModel::Name).data().toString(), u"42  西湖龙井 明前特级 250 g"_s);
    QCOMPARE(model.index(1, HotKeyModel::Share).data().toString(), u"12.1%"_s);
    std::swap(snapshot.hotKeys[0], snapshot.hotKeys[2]);
    model.assign(snapshot.hotKeys);

    Shown shown;
    shown.console.node.cacheDesk.held.insert(u"product 42"_s, product42());
    auto* hot = shown.part<TableView>("hot");
    QVERIFY(hot->isVisible());
    hot->setFocus();
    hot->chooseRow(1);
    QTest::keyClick(hot, Qt::Key_Return);
    QTRY_VERIFY(shown.banner()->text().startsWith(u"Product 42"_s));
    QCOMPARE(shown.part<QLineEdit>("key")->text(), u"product 42"_s);
    shown.console.node.now.hotKeys.clear();
    shown.console.ticks(4);
    QVERIFY(!hot->isVisible());
}

void TestCachePage::showsGuardsAndRedis()
{
    Shown shown;
    QCOMPARE(shown.facts(0)->value(0), u"Cache aside"_s);
    QCOMPARE(shown.facts(0)->value(1), u"2"_s);
    QCOMPARE(shown.facts(0)->value(4), u"10,204 known; others are not looked for"_s);
    QCOMPARE(shown.facts(0)->value(6), u"104 answers in 86.0 ms"_s);
    QVERIFY(!shown.facts(1)->remark().isEmpty());
    QVERIFY(shown.facts(2)->remark().startsWith(u"Redis is not configured."_s));

    fillRedis(shown.console.node.now);
    shown.console.node.now.cacheGuards.policy = u"write_behind"_s;
    shown.console.node.now.writeBehind = {12, 340, 1'204, 88, 0, 3, 1};
    shown.console.ticks(4);
    QVERIFY(shown.facts(1)->remark().isEmpty());
    QCOMPARE(shown.facts(1)->value(0), u"12"_s);
    QCOMPARE(shown.facts(1)->value(1), u"340 ms"_s);
    QVERIFY(shown.facts(2)->remark().isEmpty());
    QCOMPARE(shown.facts(2)->value(0), u"Connected"_s);
    QCOMPARE(shown.facts(2)->value(3), u"p50 180 µs, p99 960 µs"_s);
    QCOMPARE(shown.facts(2)->value(4), u"21,004 of 29,904 look-ups (70.2%)"_s);
    shown.console.node.now.redis.connected = false;
    shown.console.ticks(4);
    QVERIFY(shown.facts(2)->value(0).startsWith(u"Away"_s));
}

void TestCachePage::looksUp()
{
    Shown shown;
    shown.console.node.cacheDesk.held.insert(u"42"_s, product42());
    QVERIFY(!shown.part<QToolButton>("lookUp")->isEnabled());
    shown.type(u" 42 "_s);
    QVERIFY(shown.part<QLineEdit>("key")->hasFocus());
    QTest::keyClick(shown.part<QLineEdit>("key"), Qt::Key_Return);
    QTRY_COMPARE(shown.banner()->text(), u"Product 42\nIn memory: 1.2 KB, loaded 12 s ago, good for another 48 s."_s);
    QVERIFY(shown.banner()->isVisible());
    QCOMPARE(shown.console.node.cacheDesk.asked, QStringList{u"look 42"_s});
}

void TestCachePage::describesWhatIsCached_data()
{
    QTest::addColumn<CachedKey>("key");
    QTest::addColumn<QString>("says");
    CachedKey key = product42();
    key.memory->isStale = true;
    key.memory->leftMs = -3'000;
    QTest::newRow("stale") << key << u"too old, and given only while"_s;
    key = product42();
    key.memory->isOutdated = true;
    QTest::newRow("outdated") << key << u"What it shows has changed since"_s;
    key = product42();
    key.memory->isAbsent = true;
    QTest::newRow("absent") << key << u"that there is no such thing, 1.2 KB"_s;
    key = product42();
    key.memory.reset();
    QTest::newRow("nothing") << key << u"In memory: nothing."_s;
    key.shared = CachedKey::Shared::Asked;
    QTest::newRow("nothing in Redis") << key << u"In Redis: nothing."_s;
    key.redis.emplace();
    key.redis->bytes = 640;
    key.redis->leftMs = 200'000;
    QTest::newRow("in Redis") << key << u"In Redis: 640 B, good for another 3 min 20 s."_s;
    key.shared = CachedKey::Shared::Away;
    QTest::newRow("Redis away") << key << u"In Redis: not known"_s;
    key.shared = CachedKey::Shared::NotOfFamily;
    QTest::newRow("not in Redis") << key << u"Each node keeps its own."_s;
}

void TestCachePage::describesWhatIsCached()
{
    QFETCH(CachedKey, key);
    QFETCH(QString, says);
    const QString text = CacheTexts::found(key);
    QVERIFY2(text.contains(says), qPrintable(text));
}

void TestCachePage::drops()
{
    Shown shown;
    auto& desk = shown.console.node.cacheDesk;
    CachedKey key = product42();
    key.shared = CachedKey::Shared::Asked;
    key.redis.emplace();
    desk.held.insert(u"42"_s, key);
    desk.held.insert(u"product 42"_s, key);
    shown.type(u"42"_s);
    shown.press("lookUp");
    QTRY_VERIFY(shown.banner()->isVisible());
    QToolButton* offered = nullptr;
    for (auto* button : shown.banner()->findChildren<QToolButton*>()) {
        if (button->text() == u"Drop"_s && button->isVisible())
            offered = button;
    }
    QVERIFY(offered);
    QTest::mouseClick(offered, Qt::LeftButton);
    QTRY_COMPARE(shown.banner()->text(), u"Product 42: 2 entries dropped; they are loaded again when asked for. "
                                         "In memory 1, in Redis 1."_s);
    QVERIFY(shown.banner()->tone() == Tone::Good);
    QVERIFY(!offered->isVisible());
    shown.part<QLineEdit>("key")->setFocus();
    desk.held[u"42"_s].memory.reset();
    desk.held[u"42"_s].redis.reset();
    QTest::keyClick(shown.part<QLineEdit>("key"), Qt::Key_D, Qt::ControlModifier);
    QTRY_COMPARE(shown.banner()->text(), u"Product 42: there was nothing to drop."_s);
    QCOMPARE(desk.asked, (QStringList{u"look 42"_s, u"drop product 42"_s, u"drop 42"_s}));
}

void TestCachePage::dropsAFamily()
{
    Shown shown;
    auto* families = shown.part<TableView>("families");
    auto* button = shown.part<QToolButton>("dropFamily");
    families->clearSelection();
    QVERIFY(!button->isEnabled());
    families->setFocus();
    families->chooseRow(1);
    QVERIFY(button->isEnabled());
    QTest::keyClick(families, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shown.banner()->text(), u"Product lists: 1204 entries dropped; they are loaded again when asked for. "
                                         "The other nodes drop theirs, too."_s);
    shown.press("dropFamily");
    QTRY_COMPARE(shown.console.node.cacheDesk.asked.size(), 2);
    QCOMPARE(shown.console.node.cacheDesk.asked.last(), u"family product_list"_s);
}

void TestCachePage::saysWhatWentWrong_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("nobody signed in") << int(ErrorCode::TokenMissing) << u"Sign in with a staff account first."_s;
    QTest::newRow("not serving") << int(ErrorCode::DependencyDown) << u"not serving"_s;
    QTest::newRow("no key") << int(ErrorCode::InvalidArgument) << u"“tea” is no key of the cache."_s;
}

void TestCachePage::saysWhatWentWrong()
{
    QFETCH(int, code);
    QFETCH(QString, says);
    Shown shown;
    shown.console.node.cacheDesk.failure = Error(ErrorCode(code), u"details"_s);
    shown.type(u"tea"_s);
    for (const char* button : {"lookUp", "drop"}) {
        shown.banner()->clear();
        shown.press(button);
        QTRY_VERIFY2(shown.banner()->text().contains(says), qPrintable(shown.banner()->text()));
        QVERIFY(shown.banner()->tone() == Tone::Warning);
        QVERIFY(shown.part<QToolButton>(button)->isEnabled());
    }
}

void TestCachePage::olderAnswersAreNotShown()
{
    Shown shown;
    auto& desk = shown.console.node.cacheDesk;
    desk.held.insert(u"42"_s, product42());
    desk.isHeld = true;
    shown.type(u"42"_s);
    shown.press("lookUp");
    QVERIFY(!shown.part<QToolButton>("lookUp")->isEnabled());
    QTRY_COMPARE(shown.banner()->text(), u"Asking the cache…"_s); // after half a second
    CachedKey other = product42();
    other.key = u"43"_s;
    desk.held.insert(u"43"_s, other);
    desk.isHeld = false;
    shown.page->search(u"43"_s);
    QTRY_VERIFY(shown.banner()->text().startsWith(u"Product 43"_s));
    desk.release();
    QTest::qWait(20); // the older answer is told and must change nothing
    QVERIFY(shown.banner()->text().startsWith(u"Product 43"_s));
}

void TestCachePage::waitsForFigures()
{
    Console console;
    console.node.now.cacheFamilies.clear();
    console.show();
    console.window->showPage(u"cache"_s);
    auto* page = qobject_cast<CachePage*>(console.window->page(u"cache"_s));
    telemetry::Snapshot nothing;
    page->refresh({nothing, 0, nullptr});
    auto* stack = page->findChild<QStackedWidget*>(u"stack"_s);
    QVERIFY(qobject_cast<EmptyState*>(stack->currentWidget()));
    fillCache(nothing);
    page->refresh({nothing, 1, nullptr});
    QCOMPARE(stack->currentWidget()->objectName(), u"scroll"_s);
}

void TestCachePage::speaksChinese()
{
    Shown shown(u"zh_CN"_s);
    auto* families = shown.part<TableView>("families");
    QCOMPARE(families->model()->index(0, 0).data().toString(), u"商品"_s);
    QVERIFY(shown.part<QToolButton>("dropFamily")->text() != u"Drop family"_s);
    shown.console.lingo.setChoice(u"en"_s);
    QTRY_COMPARE(shown.part<QToolButton>("dropFamily")->text(), u"Drop family"_s);
    QCOMPARE(families->model()->index(0, 0).data().toString(), u"Products"_s);
}

QTEST_MAIN(TestCachePage)
#include "tst_cachepage.moc"
