// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/answer.h"
#include "ui/models/tablemodel.h"

#include <functional>

namespace zg::ui {

/// The part of a pager that needs signals.
class PagerBase : public QObject
{
    Q_OBJECT

public:
    enum class State : quint8 { Idle, Loading, LoadingMore, Failed, FailedMore, Stopped };
    using QObject::QObject;
    State state() const { return m_state; }
    const Error& error() const { return m_error; }
    bool isComplete() const { return m_isComplete; } ///< every row there is has been read
    void cancel();                                   ///< forgets the question under way

Q_SIGNALS:
    void changed();                             ///< state(), or what is loaded
    void refreshFailed(const zg::Error& error); ///< the rows stay as they were
    void refreshed();
    void gapFound(); ///< more new rows than one page: reload() shows them

protected:
    void enter(State state, Error error = {});

    State m_state = State::Idle;
    Error m_error;
    quint64 m_generation = 0; // answers to older questions are dropped
    bool m_isComplete = false;
    bool m_isRefreshing = false;
};

/// Reads a list page by page into a model, and again where it is looked at.
/// Thread: main.
template <class Row>
class Pager final : public PagerBase
{
public:
    using Model = TableModel<Row>;
    using Page = shop::Page<Row>;
    using Ask = std::function<node::Answer<Page>(const QByteArray& cursor, int limit)>;
    static constexpr int pageRows = 100; // what one call of the contract gives at most

    Pager(Model& model, Ask ask, QObject* parent)
        : PagerBase(parent)
        , m_model(model)
        , m_ask(std::move(ask))
    {
        connect(&model, &TableModelBase::moreWanted, this, [this] { more(); });
    }

    /// A new question: its first page replaces what is shown.
    void reload()
    {
        const quint64 generation = ++m_generation;
        m_isRefreshing = false;
        enter(State::Loading);
        whenAnswered(m_ask({}, pageRows), this, [this, generation](Result<Page> page) {
            if (generation != m_generation)
                return;
            if (!page) {
                m_model.clear();
                m_marks.clear();
                finish({});
                enter(State::Failed, page.error());
                return;
            }
            begin(*page);
            enter(State::Idle);
            if (page->items.isEmpty())
                more(); // it ended early: what is looked for lies further on
        });
    }

    void more()
    {
        if (m_state == State::Loading || m_state == State::LoadingMore || m_next.isEmpty())
            return;
        const quint64 generation = m_generation;
        enter(State::LoadingMore);
        whenAnswered(m_ask(m_next, pageRows), this, [this, generation](Result<Page> page) {
            if (generation != m_generation)
                return;
            if (!page) {
                enter(State::FailedMore, page.error());
                return;
            }
            m_model.append(page->items);
            if (!page->items.isEmpty())
                m_marks.append(Mark{m_next, RowKey<Row>::of(page->items.last())});
            finish(page->nextCursor);
            enter(State::Idle);
            if (page->items.isEmpty())
                more();
        });
    }

    /// Reads again the page that holds row `at`; quiet while another question is under way.
    void refresh(int at)
    {
        if (m_isRefreshing || (m_state != State::Idle && m_state != State::FailedMore))
            return;
        int mark = 0;
        while (mark + 1 < m_marks.size() && m_model.indexOf(m_marks.at(mark).last) < at)
            ++mark;
        const quint64 generation = m_generation;
        m_isRefreshing = true;
        whenAnswered(m_ask(m_marks.isEmpty() ? QByteArray() : m_marks.at(mark).cursor, pageRows), this,
                     [this, generation, mark](Result<Page> page) {
                         if (generation != m_generation)
                             return;
                         m_isRefreshing = false;
                         if (!page) {
                             Q_EMIT refreshFailed(page.error());
                             return;
                         }
                         merge(mark, *page);
                         Q_EMIT refreshed();
                     });
    }

private:
    /// Where a page was read from, and its last row.
    struct Mark
    {
        QByteArray cursor;
        typename Model::Key last;
    };

    void begin(const Page& page)
    {
        m_marks.clear();
        if (!page.items.isEmpty())
            m_marks.append(Mark{{}, RowKey<Row>::of(page.items.last())});
        m_model.assign(page.items);
        finish(page.nextCursor);
    }

    void finish(const QByteArray& next)
    {
        m_next = next;
        m_isComplete = next.isEmpty();
        m_model.setMoreAvailable(!m_isComplete);
    }

    /// Puts a page that was read again in the place of what it covers.
    void merge(int mark, const Page& page)
    {
        if (m_marks.isEmpty() || (page.items.isEmpty() && page.nextCursor.isEmpty() && mark == 0)) {
            begin(page);
            Q_EMIT changed();
            return;
        }
        const int first = mark == 0 ? 0 : m_model.indexOf(m_marks.at(mark - 1).last) + 1;
        if ((mark > 0 && first == 0) || page.items.isEmpty())
            return; // the page's beginning left the list meanwhile; the page before it is read again first
        int end = m_model.rowCount();
        if (!page.nextCursor.isEmpty()) {
            const int last = m_model.indexOf(RowKey<Row>::of(page.items.last()));
            if (last >= first) {
                end = last + 1;
            } else {
                int known = -1;
                for (const Row& row : page.items)
                    known = qMax(known, m_model.indexOf(RowKey<Row>::of(row)));
                if (known < first) {
                    Q_EMIT gapFound();
                    return;
                }
                if (mark + 1 < m_marks.size())
                    end = known + 1;
            }
        }
        m_model.splice(first, end - first, page.items);
        const int after = first + int(page.items.size());
        if (page.nextCursor.isEmpty())
            m_marks.resize(mark + 1);
        if (after >= m_model.rowCount()) {
            m_marks.resize(mark + 1);
            m_marks.last().last = RowKey<Row>::of(page.items.last());
            finish(page.nextCursor);
        } else if (m_model.indexOf(m_marks.at(mark).last) < 0) {
            m_marks[mark].last = RowKey<Row>::of(page.items.last());
        }
        Q_EMIT changed();
    }

    Model& m_model;
    Ask m_ask;
    QByteArray m_next;
    QList<Mark> m_marks;
};

} // namespace zg::ui
