// SPDX-License-Identifier: GPL-3.0-or-later
// Out of the store for good: asked by name, since it cannot be undone.
#include "ui/pages/productsactions.h"

#include "ui/answer.h"
#include "ui/models/productmodel.h"
#include "ui/widgets/batch.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/undobar.h"

#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Product;

namespace {

constexpr int namesShown = 5; // in the question before deleting

} // namespace

void ProductsActions::askRemove()
{
    const QList<ProductId> ids = selected();
    if (ids.isEmpty() || m_batch)
        return;
    QStringList names;
    for (const ProductId id : ids.mid(0, namesShown))
        names += nameOf(id);
    if (ids.size() > namesShown)
        names += tr("and %n more", nullptr, int(ids.size()) - namesShown);
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Delete"), QString(), QMessageBox::NoButton, m_page);
    box->setObjectName(u"deleteQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(ids.size() == 1 ? tr("Delete “%1” for good?").arg(names.first())
                                 : tr("Delete %n product(s) for good?", nullptr, int(ids.size())));
    box->setInformativeText((ids.size() == 1 ? QString() : QString(names.join(u'\n') + u"\n\n"_s)) +
                            tr("This cannot be undone. Orders keep their copy of it."));
    QPushButton* yes = box->addButton(ids.size() == 1 ? tr("Delete “%1”").arg(names.first().left(24))
                                                      : tr("Delete %n product(s)", nullptr, int(ids.size())),
                                      QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(yes, &QPushButton::clicked, this, [this, ids] { removeAll(ids); });
    box->open();
}

void ProductsActions::removeAll(const QList<ProductId>& ids)
{
    if (m_batch || ids.isEmpty())
        return;
    m_batch = new Batch(
        int(ids.size()),
        [this, ids](int at, const Batch::Done& done) {
            const ProductId id = ids.at(at);
            whenAnswered(m_desk.remove(id), this, [this, id, done](const Result<Product>& gone) {
                const bool isGone = gone || gone.error().code == ErrorCode::NotFound;
                if (isGone) {
                    m_model.removeKey(id);
                    Q_EMIT removed(id);
                }
                done(isGone ? std::nullopt : std::optional(gone.error()));
            });
        },
        this);
    connect(m_batch, &Batch::finished, this, [this, batch = m_batch.data(), ids] {
        m_batch = nullptr;
        m_progress->end();
        updateEnabled();
        m_undo->tell(tr("%n product(s) deleted", nullptr, batch->succeeded()));
        report(*batch, ids, tr("are still there"));
        Q_EMIT changed();
    });
    run(m_batch, tr("Deleting"));
}

} // namespace zg::ui
