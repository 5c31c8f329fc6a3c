// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/productimportmodel.h"

#include <QPointer>

namespace zg::ui {

class Batch;

/// One import of a CSV file: read, compare with the store (the dry run, which changes nothing), then, when asked,
/// apply. Thread: main.
class ProductsImport final : public QObject
{
    Q_OBJECT

public:
    enum class State : quint8 { Reading, Comparing, Ready, Applying, Applied, Failed, Stopped };

    ProductsImport(node::ProductDesk& desk, const QList<shop::Category>& categories, QObject* parent = nullptr);
    void read(const QString& path);
    void apply();
    void cancel(); ///< what is applied stays applied
    State state() const { return m_state; }
    const Error& error() const { return m_error; }
    const QString& fileName() const { return m_fileName; }
    ProductImportModel& model() { return m_model; }
    int changeCount() const; ///< lines that apply() would take to the store

Q_SIGNALS:
    void stateChanged();
    void advanced(int done, int total);

private:
    void enter(State state, const Error& error = {});
    void compareOneByOne();
    void compareAll(const QByteArray& cursor);
    void compareFinished();
    void compare(ImportRow& row, const shop::Product* now);
    void applyRow(int at, const std::function<void(const std::optional<Error>&)>& done);
    void adjustRow(ImportRow row, const std::function<void(const std::optional<Error>&)>& done);
    void settle(ImportRow row, const std::optional<Error>& error, bool isHalfDone);

    node::ProductDesk& m_desk;
    const ProductCsv m_csv;
    ProductImportModel m_model;
    State m_state = State::Reading;
    Error m_error;
    QString m_fileName;
    QList<ImportRow> m_rows;      // while it is being compared
    QHash<ProductId, int> m_open; // rows that wait for their product
    QList<int> m_todo;            // lines to apply
    int m_seen = 0;
    quint64 m_generation = 0;
    QPointer<Batch> m_batch;
};

} // namespace zg::ui
