// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/indexcandidates.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <optional>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

// An index on more columns costs more at each write than it saves.
constexpr qsizetype mostColumns = 4;

QStringList wordsOf(const QString& statement)
{
    static const QRegularExpression word(
        u"--[^\\n]*|'(?:[^']|'')*'|\"[^\"]+\"|[A-Za-z_][A-Za-z_0-9]*(?:\\.[A-Za-z_][A-Za-z_0-9]*)?|\\$\\d+|\\d+|"
        "<=|>=|<>|!=|::|[^\\s]"_s);
    QStringList words;
    for (auto at = word.globalMatch(statement); at.hasNext();) {
        const QString found = at.next().captured();
        if (!found.startsWith(u"--"_s))
            words.append(found);
    }
    return words;
}

bool isWord(const QString& text, std::initializer_list<const char*> any)
{
    return std::any_of(any.begin(), any.end(), [&](const char* word) {
        return text.compare(QLatin1StringView(word), Qt::CaseInsensitive) == 0;
    });
}

bool isName(const QString& text)
{
    static const QRegularExpression name(u"^[A-Za-z_][A-Za-z_0-9]*$"_s);
    return name.match(text).hasMatch();
}

bool endsClause(const QString& text)
{
    return isWord(text, {"SELECT", "FROM",   "WHERE",     "ON",        "USING",  "JOIN",   "INNER",  "LEFT",
                         "RIGHT",  "CROSS",  "GROUP",     "ORDER",     "HAVING", "LIMIT",  "OFFSET", "SET",
                         "UNION",  "EXCEPT", "INTERSECT", "RETURNING", "FOR",    "VALUES", "WINDOW", "WITH"});
}

/// What one table's columns are used for, each in the order of the text.
struct Uses
{
    QStringList equal, ranged, ordered;
};

/// Reads a statement's words once, with what the clause that it is in does with columns.
class Reader
{
public:
    Reader(const QString& statement, const QHash<QString, QStringList>& columns)
        : m_words(wordsOf(statement))
        , m_tables(tablesOf(statement))
        , m_columns(columns)
    {
    }

    std::map<QString, Uses> read()
    {
        enum class Clause : quint8 { Other, Condition, Order };
        Clause clause = Clause::Other;
        for (qsizetype i = 0; i < m_words.size(); ++i) {
            const QString& word = m_words.at(i);
            if (isWord(word, {"WHERE", "ON", "HAVING"}))
                clause = Clause::Condition;
            else if (isWord(word, {"ORDER", "GROUP"}) && isWord(m_words.value(i + 1), {"BY"}))
                clause = Clause::Order;
            else if (endsClause(word))
                clause = Clause::Other;
            else if (clause == Clause::Condition)
                noteCondition(i);
            else if (clause == Clause::Order)
                noteOrder(i);
        }
        return m_uses;
    }

private:
    struct Column
    {
        QString table, name;
    };

    std::optional<Column> columnAt(qsizetype i) const
    {
        const QString word = m_words.value(i);
        if (const auto dot = word.indexOf(u'.'); dot > 0) {
            const QString table = m_tables.value(word.left(dot).toLower());
            const QString name = word.mid(dot + 1).toLower();
            return m_columns.value(table).contains(name) ? std::optional(Column{table, name}) : std::nullopt;
        }
        for (auto at = m_columns.cbegin(); at != m_columns.cend(); ++at)
            if (at->contains(word.toLower()))
                return Column{at.key(), word.toLower()};
        return std::nullopt;
    }
    static void add(QStringList& list, const QString& name)
    {
        if (!list.contains(name))
            list.append(name);
    }
    void noteCondition(qsizetype i)
    {
        const auto column = columnAt(i);
        if (!column)
            return;
        const QString before = i > 0 ? m_words.at(i - 1) : QString();
        const QString after = m_words.value(i + 1);
        Uses& uses = m_uses[column->table];
        if (isWord(after, {"=", "IN", "IS"}) || before == u"="_s)
            add(uses.equal, column->name);
        else if (isWord(after, {"<", ">", "<=", ">=", "BETWEEN", "LIKE"}) || isWord(before, {"<", ">", "<=", ">="}))
            add(uses.ranged, column->name);
    }
    void noteOrder(qsizetype i)
    {
        const auto column = columnAt(i);
        if (!column)
            return;
        const bool isDescending = isWord(m_words.value(i + 1), {"DESC"});
        add(m_uses[column->table].ordered, column->name + (isDescending ? u" DESC"_s : QString()));
    }

    const QStringList m_words;
    const QHash<QString, QString> m_tables;
    const QHash<QString, QStringList>& m_columns;
    std::map<QString, Uses> m_uses;
};

/// An index is read in both directions: the words are needed only where they differ.
QStringList sortColumns(QStringList ordered)
{
    const auto isDown = [](const QString& column) { return column.endsWith(u" DESC"_s); };
    if (!std::all_of(ordered.cbegin(), ordered.cend(), isDown))
        return ordered;
    for (QString& column : ordered)
        column.chop(5);
    return ordered;
}

/// Without what occurs before.
QStringList joined(const QStringList& first, const QStringList& second)
{
    QStringList all = first;
    for (const QString& column : second) {
        const QString name = column.section(u' ', 0, 0);
        const bool isThere =
            std::any_of(all.cbegin(), all.cend(), [&](const QString& c) { return c.section(u' ', 0, 0) == name; });
        if (!isThere)
            all.append(column);
    }
    return all.mid(0, mostColumns);
}

} // namespace

QHash<QString, QString> tablesOf(const QString& statement)
{
    QHash<QString, QString> tables;
    const QStringList words = wordsOf(statement);
    bool inFrom = false;
    for (qsizetype i = 0; i + 1 < words.size(); ++i) {
        const QString& word = words.at(i);
        const bool begins = isWord(word, {"FROM", "JOIN", "UPDATE", "INTO"});
        if (begins || endsClause(word))
            inFrom = begins;
        if (!begins && !(inFrom && word == u","_s))
            continue;
        const QString table = words.at(i + 1).toLower();
        if (!isName(table) || endsClause(table))
            continue;
        qsizetype next = i + 2;
        if (isWord(words.value(next), {"AS"}))
            ++next;
        const QString alias = words.value(next).toLower();
        const bool isAlias =
            isName(alias) && !endsClause(alias) && !isWord(alias, {"AND", "INDEXED", "NOT", "NATURAL"});
        tables.insert(isAlias ? alias : table, table);
    }
    return tables;
}

QList<IndexCandidate> indexCandidates(const QString& statement, const QHash<QString, QStringList>& columns)
{
    QList<IndexCandidate> candidates;
    for (const auto& [table, uses] : Reader(statement, columns).read()) {
        const QStringList order = sortColumns(uses.ordered);
        QList<QStringList> tried;
        for (const QString& column : uses.equal)
            tried.append({column});
        for (const QString& column : uses.ranged)
            tried.append({column});
        tried.append({uses.equal, joined(uses.equal, order), joined(uses.equal, order.mid(0, 1)),
                      joined(uses.equal, uses.ranged.mid(0, 1)), order, joined(uses.ranged.mid(0, 1), order)});
        for (const QString& column : uses.equal)
            tried.append(joined({column}, order));
        for (const QStringList& list : std::as_const(tried)) {
            const IndexCandidate candidate{table, list.mid(0, mostColumns)};
            if (!list.isEmpty() && !candidates.contains(candidate))
                candidates.append(candidate);
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.columns.size() < b.columns.size(); });
    return candidates;
}

} // namespace zg::sql
