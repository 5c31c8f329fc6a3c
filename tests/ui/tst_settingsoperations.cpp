// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/operationmodel.h"
#include "ui/pages/settingsoperations.h"
#include "ui/pages/settingspage.h"
#include "ui/widgets/csv.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using node::Operation;
using node::OperationKind;

/// What staff did, with real keys and clicks.
class TestSettingsOperations final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Console> m_console;
    Page* m_page = nullptr;
    TableView* m_table = nullptr;

    static Operation operation(qint64 id, OperationKind kind, const QString& subject,
                               const QList<audit::Change>& changes, const QString& origin = u"console"_s)
    {
        Operation made;
        made.id = id;
        made.at = FakeNode::startMs + id * 1'000;
        made.by = UserId(2);
        made.byName = u"mei"_s;
        made.kind = kind;
        made.subject = subject;
        made.changes = changes;
        made.origin = origin;
        return made;
    }
    static QList<Operation> some()
    {
        return {operation(4, OperationKind::Refund, u"2026030100000017"_s,
                          {{u"status"_s, u"refunding"_s, u"refunded"_s}, {u"amount"_s, {}, u"12800"_s}}),
                operation(3, OperationKind::Setting, u"pool-size"_s, {{u"value"_s, u"20"_s, u"40"_s}}),
                operation(2, OperationKind::Account, u"li"_s,
                          {{u"role"_s, u"staff"_s, u"admin"_s}, {u"password"_s, {}, u"new"_s}}, u"192.0.2.7"_s),
                operation(1, OperationKind::Product, u"西湖龙井"_s,
                          {{u"price"_s, u"26800"_s, u"25900"_s}, {u"status"_s, u"on_sale"_s, u"off_shelf"_s}})};
    }
    void open(const QList<Operation>& operations)
    {
        m_console = std::make_unique<Console>();
        m_console->node.operationDesk.items = operations;
        node::StaffAccount mei;
        mei.id = UserId(2);
        mei.username = u"mei"_s;
        node::StaffAccount li;
        li.id = UserId(3);
        li.username = u"li"_s;
        m_console->node.accountDesk.items = {mei, li};
        m_console->node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
        m_console->show();
        m_console->window->showPage(u"settings"_s);
        m_page = m_console->window->page(u"settings"_s);
        QTest::keyClick(m_page, Qt::Key_3, Qt::AltModifier);
        m_table = m_page->findChild<TableView*>(u"operations"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), int(qMin<qsizetype>(100, operations.size())));
    }
    QString cell(int row, int column) { return m_table->model()->index(row, column).data().toString(); }

private Q_SLOTS:
    void saysWhatWasDone()
    {
        OperationModel model;
        const QAbstractItemModelTester tester(&model);
        model.assign(some());
        model.assign(some().mid(2));
        open(some());
        QVERIFY(m_table->isVisible());
        QCOMPARE(cell(0, OperationModel::WhoColumn), u"mei"_s);
        QCOMPARE(cell(0, OperationModel::WhatColumn), u"Refund"_s);
        QCOMPARE(cell(0, OperationModel::BeforeColumn), u"Status Refund asked"_s);
        QCOMPARE(cell(0, OperationModel::AfterColumn), u"Status Refunded; Amount ¥ 128.00"_s);
        QCOMPARE(cell(1, OperationModel::BeforeColumn), u"20"_s);
        QCOMPARE(cell(1, OperationModel::AfterColumn), u"40"_s);
        QCOMPARE(cell(1, OperationModel::OriginColumn), u"Console"_s);
        QCOMPARE(cell(2, OperationModel::AfterColumn), u"Role Administrator; Password a new one"_s);
        QCOMPARE(cell(2, OperationModel::OriginColumn), u"192.0.2.7"_s);
        QCOMPARE(cell(3, OperationModel::BeforeColumn), u"Price ¥ 268.00; Status On sale"_s);
        QVERIFY(
            m_table->model()->index(0, OperationModel::TimeColumn).data(Qt::ToolTipRole).toString().endsWith(u"UTC"_s));
    }

    void filtersByPersonKindAndText()
    {
        open(some());
        auto* what = m_page->findChild<QComboBox*>(u"operationWhat"_s);
        QTest::keyClick(what, Qt::Key_Down);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QCOMPARE(m_console->node.operationDesk.asked.last().kind, std::optional(OperationKind::Setting));
        QTest::keyClick(what, Qt::Key_Up);
        QTRY_COMPARE(m_table->model()->rowCount(), 4);
        auto* who = m_page->findChild<QComboBox*>(u"operationWho"_s);
        QTRY_COMPARE(who->count(), 3);
        QTest::keyClick(who, Qt::Key_Down);
        QTRY_COMPARE(m_console->node.operationDesk.asked.last().by, std::optional(UserId(2)));
        QTest::keyClick(m_console->window.get(), Qt::Key_F, Qt::ControlModifier);
        auto* text = m_page->findChild<QLineEdit*>(u"operationText"_s);
        QVERIFY(text->hasFocus());
        QTest::keyClicks(text, u"pool"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QTest::keyClicks(text, u"-nothing"_s);
        auto shown = [this]() -> EmptyState* {
            for (EmptyState* state : m_page->findChildren<EmptyState*>())
                if (state->isVisible())
                    return state;
            return nullptr;
        };
        QTRY_VERIFY(shown() && shown()->headline() == u"Nothing like that was done"_s);
        Q_EMIT shown()->buttonClicked();
        QTRY_COMPARE(m_table->model()->rowCount(), 4);
        QVERIFY(text->text().isEmpty());
    }

    void readsByPageAndExportsAll()
    {
        QList<Operation> many;
        for (int i = 250; i > 0; --i)
            many += operation(i, OperationKind::Stock, u"=tea"_s, {{u"stock"_s, u"1"_s, u"2"_s}});
        open(many);
        m_table->scrollToBottom();
        QTRY_VERIFY(m_table->model()->rowCount() > 100);
        const QString path = m_console->folder.filePath(u"operations.csv"_s);
        m_page->findChild<SettingsOperations*>()->exportTo(path);
        QFile file(path);
        QTRY_VERIFY(file.exists());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto records = csv::parse(file.readAll());
        QVERIFY(records.has_value());
        QCOMPARE(records->size(), 251);
        QVERIFY(records->at(1).fields.first().endsWith(u"UTC"_s));
        QCOMPARE(records->at(1).fields.at(4), u"'=tea"_s); // no formula
    }

    void copiesAsTsv()
    {
        open(some());
        m_table->chooseRow(1);
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines.at(1).contains(u"pool-size\t20\t40"_s), qPrintable(lines.at(1)));
    }

    void newOnesSlideIn()
    {
        open(some());
        m_console->node.operationDesk.items.prepend(
            operation(5, OperationKind::Setting, u"listen"_s, {{u"value"_s, {}, u"a:1"_s}}));
        m_console->ticks(8);
        QTRY_COMPARE(m_table->model()->rowCount(), 5);
        QCOMPARE(cell(0, OperationModel::SubjectColumn), u"listen"_s);
    }
};

QTEST_MAIN(TestSettingsOperations)
#include "tst_settingsoperations.moc"
