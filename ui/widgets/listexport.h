// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/answer.h"
#include "ui/widgets/sheetfile.h"

#include <functional>

namespace zg::ui {

/// The part of an export that needs signals.
class ListExportBase : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    void cancel() { m_isCancelled = true; }

Q_SIGNALS:
    void advanced(int rows);
    void finished(int rows);
    void cancelled();                    ///< nothing was written
    void failed(const zg::Error& error); ///< nothing was written

protected:
    bool m_isCancelled = false;
};

/// Reads a whole list by page and writes it to a file. Goes away by itself when it is done.
/// Thread: main; the file is written on a thread of its own.
template <class Row>
class ListExport final : public ListExportBase
{
public:
    using Ask = std::function<node::Answer<shop::Page<Row>>(const QByteArray& cursor, int limit)>;
    using Add = std::function<void(Sheet& sheet, const Row& row)>;

    ListExport(Ask ask, Add add, Sheet sheet, QString path, QObject* parent)
        : ListExportBase(parent)
        , m_ask(std::move(ask))
        , m_add(std::move(add))
        , m_sheet(std::move(sheet))
        , m_path(std::move(path))
    {
    }

    void start() { next({}); }

private:
    void next(const QByteArray& cursor)
    {
        constexpr int pageRows = 100; // what one call gives at most
        whenAnswered(m_ask(cursor, pageRows), this, [this](const Result<shop::Page<Row>>& page) {
            if (m_isCancelled) {
                Q_EMIT cancelled();
                deleteLater();
                return;
            }
            if (!page) {
                Q_EMIT failed(page.error());
                deleteLater();
                return;
            }
            for (const Row& row : page->items)
                m_add(m_sheet, row);
            m_rows += int(page->items.size());
            Q_EMIT advanced(m_rows);
            if (page->nextCursor.isEmpty())
                write();
            else
                next(page->nextCursor);
        });
    }

    void write()
    {
        whenAnswered(writeSheet(m_path, std::move(m_sheet)), this, [this](const Result<void>& written) {
            if (written)
                Q_EMIT finished(m_rows);
            else
                Q_EMIT failed(written.error());
            deleteLater();
        });
    }

    Ask m_ask;
    Add m_add;
    Sheet m_sheet;
    QString m_path;
    int m_rows = 0;
};

} // namespace zg::ui
