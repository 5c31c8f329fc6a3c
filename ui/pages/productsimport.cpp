// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsimport.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/widgets/batch.h"
#include "ui/widgets/sheetfile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

using Kind = ImportRow::Kind;
constexpr int manyProducts = 300; // from here on, reading the whole list by page is less work than asking one by one
constexpr int pageRows = 100;     // what one call gives at most

} // namespace

ProductsImport::ProductsImport(node::ProductDesk& desk, const QList<shop::Category>& categories, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_csv(categories)
{
}

void ProductsImport::enter(State state, const Error& error)
{
    m_state = state;
    m_error = error;
    Q_EMIT stateChanged();
}

void ProductsImport::read(const QString& path)
{
    m_fileName = QFileInfo(path).fileName();
    const quint64 generation = ++m_generation;
    enter(State::Reading);
    whenAnswered(readWhole(path), this, [this, generation](const Result<QByteArray>& bytes) {
        if (generation != m_generation)
            return;
        const auto wishes = bytes ? m_csv.read(*bytes) : Result<QList<ProductCsv::Wish>>(bytes.error());
        if (!wishes) {
            enter(State::Failed, wishes.error());
            return;
        }
        m_rows.clear();
        m_open.clear();
        for (const ProductCsv::Wish& wish : *wishes) {
            ImportRow row;
            row.wish = wish;
            row.problem = wish.problem;
            if (!wish.problem.isEmpty())
                row.kind = Kind::Wrong;
            else if (!wish.id.isSet())
                row.takeAsNew(m_csv);
            else
                m_open.insert(wish.id, int(m_rows.size()));
            m_rows += row;
        }
        enter(State::Comparing);
        m_seen = 0;
        if (m_open.size() > manyProducts)
            compareAll({});
        else
            compareOneByOne();
    });
}

void ProductsImport::compare(ImportRow& row, const shop::Product* now)
{
    if (now) {
        row.compareWith(*now, m_csv);
        return;
    }
    row.kind = Kind::Wrong;
    row.problem = tr("there is no product %1; leave the id empty to add one").arg(row.wish.id.value);
}

void ProductsImport::compareOneByOne()
{
    const QList<int> places = m_open.values();
    const quint64 generation = m_generation;
    m_batch = new Batch(
        int(places.size()),
        [this, places, generation](int at, const Batch::Done& done) {
            const int place = places.at(at);
            whenAnswered(m_desk.find(m_rows.at(place).wish.id), this,
                         [this, place, done, generation](const Result<shop::Product>& product) {
                             if (generation != m_generation)
                                 return;
                             const bool isGone = !product && product.error().code == ErrorCode::NotFound;
                             if (product || isGone)
                                 compare(m_rows[place], product ? &*product : nullptr);
                             done(product || isGone ? std::nullopt : std::optional(product.error()));
                         });
        },
        this);
    connect(m_batch, &Batch::advanced, this, &ProductsImport::advanced);
    connect(m_batch, &Batch::finished, this, [this, batch = m_batch.data()] {
        if (batch->wasCancelled())
            return;
        if (batch->failures().isEmpty())
            compareFinished();
        else
            enter(State::Failed, batch->failures().first().error);
    });
    m_batch->start();
}

void ProductsImport::compareAll(const QByteArray& cursor)
{
    const quint64 generation = m_generation;
    whenAnswered(m_desk.list({}, cursor, pageRows), this,
                 [this, generation](const Result<shop::Page<shop::Product>>& page) {
                     if (generation != m_generation)
                         return;
                     if (!page) {
                         enter(State::Failed, page.error());
                         return;
                     }
                     for (const shop::Product& product : page->items)
                         if (const auto open = m_open.constFind(product.id); open != m_open.cend()) {
                             compare(m_rows[*open], &product);
                             m_open.erase(open);
                         }
                     m_seen += int(page->items.size());
                     Q_EMIT advanced(m_seen, 0);
                     if (!page->nextCursor.isEmpty() && !m_open.isEmpty()) {
                         compareAll(page->nextCursor);
                         return;
                     }
                     for (const int place : std::as_const(m_open))
                         compare(m_rows[place], nullptr);
                     compareFinished();
                 });
}

void ProductsImport::compareFinished()
{
    m_model.assign(m_rows);
    m_rows.clear();
    enter(State::Ready);
}

int ProductsImport::changeCount() const
{
    return m_model.count(Kind::Change) + m_model.count(Kind::New);
}

void ProductsImport::cancel()
{
    if (m_state == State::Applying) {
        if (m_batch)
            m_batch->cancel();
        return;
    }
    if (m_state == State::Reading || m_state == State::Comparing) {
        ++m_generation;
        if (m_batch)
            m_batch->cancel();
        enter(State::Stopped);
    }
}

void ProductsImport::apply()
{
    if (m_state != State::Ready)
        return;
    m_todo.clear();
    for (const ImportRow& row : m_model.rows())
        if (row.kind == Kind::Change || row.kind == Kind::New)
            m_todo += row.wish.line;
    enter(State::Applying);
    m_batch = new Batch(
        int(m_todo.size()), [this](int at, const Batch::Done& done) { applyRow(at, done); }, this);
    connect(m_batch, &Batch::advanced, this, &ProductsImport::advanced);
    connect(m_batch, &Batch::finished, this, [this] { enter(State::Applied); });
    m_batch->start();
}

void ProductsImport::applyRow(int at, const Batch::Done& done)
{
    const ImportRow row = *m_model.find(m_todo.at(at));
    const auto settled = [this, row, done](const std::optional<Error>& error) {
        settle(row, error, false);
        done(error);
    };
    if (row.kind == Kind::New) {
        whenAnswered(m_desk.create(row.draft()), this, [settled](const Result<shop::Product>& made) {
            settled(made ? std::nullopt : std::optional(made.error()));
        });
    } else if (row.needsPatch()) {
        whenAnswered(m_desk.update(row.wish.id, row.patch()), this,
                     [this, row, done, settled](const Result<shop::Product>& saved) {
                         if (!saved || row.stockDelta() == 0)
                             settled(saved ? std::nullopt : std::optional(saved.error()));
                         else
                             adjustRow(row, done);
                     });
    } else {
        adjustRow(row, done);
    }
}

void ProductsImport::adjustRow(ImportRow row, const Batch::Done& done)
{
    const QString note = tr("CSV import: %1").arg(m_fileName);
    whenAnswered(m_desk.adjustStock(row.wish.id, row.stockDelta(), note), this,
                 [this, row, done](const Result<shop::Product>& saved) {
                     const auto error = saved ? std::nullopt : std::optional(saved.error());
                     settle(row, error, row.needsPatch());
                     done(error);
                 });
}

void ProductsImport::settle(ImportRow row, const std::optional<Error>& error, bool isHalfDone)
{
    row.kind = error ? Kind::Failed : Kind::Done;
    if (error)
        row.problem = isHalfDone ? tr("All but the stock is saved. %1").arg(errorText(*error)) : errorText(*error);
    m_model.replace(row);
}

} // namespace zg::ui
