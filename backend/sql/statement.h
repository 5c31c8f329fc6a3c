// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>

namespace zg::sql {

/// One SQL statement of the program: a name for figures and the text, with ? for each value. A constant per statement,
/// at the top of the file that runs it; its address is its identity in each connection's cache of prepared statements.
struct Statement
{
    const char* name;                 ///< "product.find"
    const char* text;                 ///< the same on every dialect, or SQLite's form when `postgresql` is set
    const char* postgresql = nullptr; ///< PostgreSQL's form, where it differs
};

/// A running statement as its engine offers it; Rows is what the program sees of it.
/// Thread: the borrowing one.
class Cursor
{
public:
    virtual bool next() = 0;
    virtual qint64 integer(int column) const = 0;
    virtual QString text(int column) const = 0;
    virtual QByteArray bytes(int column) const = 0;
    virtual bool isNull(int column) const = 0;
    virtual void finish() = 0; ///< ends the run: no read transaction lingers; the cursor may be gone afterwards

protected:
    ~Cursor() = default;
};

/// The rows of one run. Lives on the borrowing thread, shorter than its connection's loan; frees the statement when it
/// goes. A row that cannot be fetched ends the rows, and the whole read or write then fails with that error.
class Rows final
{
public:
    explicit Rows(Cursor* cursor)
        : m_cursor(cursor)
    {
    }
    Rows(Rows&& other) noexcept
        : m_cursor(std::exchange(other.m_cursor, nullptr))
    {
    }
    Rows& operator=(Rows&& other) noexcept
    {
        std::swap(m_cursor, other.m_cursor);
        return *this;
    }
    ~Rows()
    {
        if (m_cursor)
            m_cursor->finish();
    }

    bool next() { return m_cursor && m_cursor->next(); }
    qint64 integer(int column) const { return m_cursor->integer(column); }
    std::optional<qint64> optionalInteger(int column) const ///< nothing when NULL
    {
        return isNull(column) ? std::nullopt : std::optional(integer(column));
    }
    QString text(int column) const { return m_cursor->text(column); }      ///< null string when NULL
    QByteArray bytes(int column) const { return m_cursor->bytes(column); } ///< a BLOB, or TEXT as UTF-8
    bool isNull(int column) const { return m_cursor->isNull(column); }

private:
    Cursor* m_cursor;
};

} // namespace zg::sql
