// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewcharts.h"
#include "ui/pages/overviewpage.h"
#include "ui/widgets/banner.h"

#include <QBuffer>
#include <QFileDialog>
#include <QSaveFile>

namespace zg::ui {

using namespace Qt::StringLiterals;

QByteArray OverviewPage::csv() const
{
    const qint64 to = m_zoomTo.value_or(isFrozen() ? m_frozenAtMs : m_nowMs);
    const qint64 from = m_zoomFrom.value_or(to - rangeMs(m_history.range()));
    return overviewCsv(shown(), from, to);
}

void OverviewPage::exportCsv()
{
    save(u"overview.csv"_s, tr("Comma-separated values (*.csv)"), csv());
}

void OverviewPage::exportPng()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    grab().save(&buffer, "PNG");
    save(u"overview.png"_s, tr("Image (*.png)"), buffer.data());
}

void OverviewPage::save(const QString& name, const QString& filter, const QByteArray& content)
{
    auto* dialog = new QFileDialog(this, tr("Export"), name, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, content](const QString& path) {
        QSaveFile file(path);
        const bool saved = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
        if (!saved)
            m_banner->say(Tone::Bad, tr("%1 could not be written. Choose another place.").arg(path),
                          file.errorString());
    });
    dialog->open();
}

} // namespace zg::ui
