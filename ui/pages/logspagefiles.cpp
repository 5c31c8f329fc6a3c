// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the logs page: the clipboard and files.
#include "ui/answer.h"
#include "ui/pages/logspage.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/sheetfile.h"
#include "ui/widgets/undobar.h"
#include "ui_logspage.h"

#include <QClipboard>
#include <QDate>
#include <QFileDialog>
#include <QGuiApplication>

namespace zg::ui {

using namespace Qt::StringLiterals;

QList<LogLine> LogsPage::chosenLines() const
{
    const QList<int> rows = m_ui->table->selectedRowNumbers();
    if (rows.isEmpty())
        return m_model.shown();
    QList<LogLine> lines;
    lines.reserve(rows.size());
    for (const int row : rows)
        lines.append(m_model.line(row));
    return lines;
}

void LogsPage::copy(LogFormat format)
{
    const QList<LogLine> lines = chosenLines();
    if (lines.isEmpty())
        return;
    whenAnswered(composeLog(lines, format), this, [this, count = int(lines.size())](const Result<QByteArray>& text) {
        if (!text)
            return;
        QGuiApplication::clipboard()->setText(QString::fromUtf8(*text));
        if (count > 1)
            m_undo->tell(tr("%n line(s) copied", nullptr, count));
    });
}

void LogsPage::askExport()
{
    auto* dialog = new QFileDialog(this, tr("Export the log"), m_context.state.value(u"logs/folder"_s).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Text, a line each (*.log)"), tr("CSV (*.csv)")});
    dialog->setDefaultSuffix(u"log"_s);
    dialog->selectFile(u"zhanggui"_s + QDate::currentDate().toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(u"csv"_s) ? u"csv"_s : u"log"_s);
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_context.state.setValue(u"logs/folder"_s, QFileInfo(path).path());
        exportTo(path);
    });
    dialog->open();
}

void LogsPage::exportTo(const QString& path)
{
    const QList<LogLine> lines = chosenLines();
    const bool isCsv = path.endsWith(u".csv"_s, Qt::CaseInsensitive);
    const auto done = [this, path, count = int(lines.size())](const Result<void>& written) {
        if (written) {
            m_undo->tell(tr("%n line(s) written to %1", nullptr, count).arg(QFileInfo(path).fileName()));
            return;
        }
        m_banner->say(Tone::Bad, tr("The export was not written. An older file of that name is as it was."),
                      written.error().message);
    };
    whenAnswered(composeLog(lines, isCsv ? LogFormat::Csv : LogFormat::Text), this,
                 [this, path, done](const Result<QByteArray>& bytes) {
                     if (bytes)
                         whenAnswered(writeWhole(path, *bytes), this, done);
                     else
                         done(bytes.error());
                 });
}

} // namespace zg::ui
