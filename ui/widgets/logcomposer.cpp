// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/logcomposer.h"

#include "ui/models/logtext.h"
#include "ui/widgets/csv.h"

#include <QPromise>
#include <QThreadPool>

#include <memory>

namespace zg::ui {

namespace {

QByteArray asCsv(const QList<LogLine>& lines)
{
    csv::Writer writer;
    writer.add(logSheetHeader());
    for (const LogLine& line : lines) {
        QStringList row;
        for (const QString& cell : logSheetRow(line))
            row.append(csv::guard(cell)); // a client's own request id is in it
        writer.add(row);
    }
    return writer.bytes();
}

} // namespace

QFuture<Result<QByteArray>> composeLog(QList<LogLine> lines, LogFormat format)
{
    auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, lines = std::move(lines), format] {
        promise->addResult(Result<QByteArray>(format == LogFormat::Csv   ? asCsv(lines)
                                              : format == LogFormat::Tsv ? logAsTsv(lines)
                                                                         : logAsText(lines)));
        promise->finish();
    });
    return promise->future();
}

} // namespace zg::ui
