// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sheetfile.h"

#include "ui/widgets/csv.h"

#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QSaveFile>
#include <QThreadPool>

#include <xlsxwriter.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr qint64 maxReadBytes = 64 * 1024 * 1024; // what csv::parse() takes

constexpr qsizetype maxCellText = 32767; // Excel's own limit

template <class T>
QFuture<Result<T>> inBackground(std::function<Result<T>()> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    });
    return promise->future();
}

Error diskError(const QString& path, const QString& reason)
{
    return Error{ErrorCode::DependencyDown, u"%1: %2"_s.arg(path, reason)};
}

Result<void> saveBytes(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return diskError(path, file.errorString());
    return {};
}

Result<void> saveWorkbook(const QString& path, const Sheet& sheet)
{
    // libxlsxwriter writes where it is told and leaves a torso on a full disk: write beside, then rename.
    const QString beside = path + u".part"_s;
    const QByteArray besideBytes = QFile::encodeName(beside);
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* book = workbook_new_opt(besideBytes.constData(), &options);
    if (!book)
        return diskError(path, u"no memory for a workbook"_s);
    lxw_worksheet* page = workbook_add_worksheet(book, nullptr);
    lxw_format* bold = workbook_add_format(book);
    format_set_bold(bold);
    lxw_format* money = workbook_add_format(book);
    format_set_num_format(money, "#,##0.00");
    worksheet_freeze_panes(page, 1, 0);
    worksheet_set_column(page, 0, lxw_col_t(qMax<qsizetype>(0, sheet.header.size() - 1)), 16, nullptr);
    for (int column = 0; column < sheet.header.size(); ++column)
        worksheet_write_string(page, 0, lxw_col_t(column), sheet.header.at(column).toUtf8().constData(), bold);
    for (int row = 0; row < sheet.rows.size(); ++row) {
        const QStringList& fields = sheet.rows.at(row);
        for (int column = 0; column < fields.size(); ++column) {
            const QString& text = fields.at(column);
            bool isNumber = sheet.numbers.contains(column);
            const double number = isNumber ? text.toDouble(&isNumber) : 0;
            if (isNumber)
                worksheet_write_number(page, lxw_row_t(row + 1), lxw_col_t(column), number,
                                       text.contains(u'.') ? money : nullptr);
            else if (!text.isEmpty())
                worksheet_write_string(page, lxw_row_t(row + 1), lxw_col_t(column),
                                       text.left(maxCellText).toUtf8().constData(), nullptr);
        }
    }
    if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) {
        QFile::remove(beside);
        return diskError(path, QString::fromUtf8(lxw_strerror(error)));
    }
    // rename(2) would replace, QFile::rename refuses: the old file goes first, the new one is whole by now.
    if ((QFile::exists(path) && !QFile::remove(path)) || !QFile::rename(beside, path))
        return diskError(path, u"cannot be replaced; the workbook is in %1"_s.arg(beside));
    return {};
}

Result<void> saveSheet(const QString& path, const Sheet& sheet)
{
    if (QFileInfo(path).suffix().compare(u"xlsx", Qt::CaseInsensitive) == 0)
        return saveWorkbook(path, sheet);
    csv::Writer writer;
    writer.add(sheet.header);
    for (const QStringList& row : sheet.rows) {
        QStringList guarded;
        for (int column = 0; column < row.size(); ++column)
            guarded += sheet.numbers.contains(column) ? row.at(column) : csv::guard(row.at(column));
        writer.add(guarded);
    }
    return saveBytes(path, writer.bytes());
}

} // namespace

QFuture<Result<void>> writeSheet(const QString& path, Sheet sheet)
{
    return inBackground<void>([path, sheet = std::move(sheet)] { return saveSheet(path, sheet); });
}

QFuture<Result<void>> writeWhole(const QString& path, QByteArray bytes)
{
    return inBackground<void>([path, bytes = std::move(bytes)] { return saveBytes(path, bytes); });
}

QFuture<Result<QByteArray>> readWhole(const QString& path)
{
    return inBackground<QByteArray>([path]() -> Result<QByteArray> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::NotFound, u"%1: %2"_s.arg(path, file.errorString())};
        if (file.size() > maxReadBytes)
            return Error::invalid(
                u"csv"_s, u"%1 has %2 bytes, at most %3 are read"_s.arg(path).arg(file.size()).arg(maxReadBytes));
        return file.readAll();
    });
}

} // namespace zg::ui
