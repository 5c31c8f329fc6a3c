// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsimportdialog.h"

#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

using Kind = ImportRow::Kind;
using State = ProductsImport::State;
enum Segment { EveryLine, NewLines, ChangedLines, UnchangedLines, WrongLines };

} // namespace

/// Lines of one kind.
class ProductsImportDialog::Filter final : public QSortFilterProxyModel
{
public:
    Filter(ProductImportModel& model, QObject* parent)
        : QSortFilterProxyModel(parent)
        , m_model(model)
    {
        setSourceModel(&model);
    }
    void choose(int segment)
    {
        m_segment = segment;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex&) const override
    {
        const ImportRow& line = m_model.row(row);
        switch (m_segment) {
        case NewLines:
            return !line.wish.id.isSet() && line.wish.problem.isEmpty();
        case ChangedLines:
            return line.wish.id.isSet() && !line.changes.isEmpty();
        case UnchangedLines:
            return line.kind == Kind::Same;
        case WrongLines:
            return line.kind == Kind::Wrong || line.kind == Kind::Failed;
        default:
            return true;
        }
    }

private:
    ProductImportModel& m_model;
    int m_segment = EveryLine;
};

ProductsImportDialog::ProductsImportDialog(node::ProductDesk& desk, const QList<shop::Category>& categories,
                                           Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_import(desk, categories)
    , m_headline(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_filter(new FilterBar(this))
    , m_stack(new QStackedLayout)
    , m_table(new TableView(this))
    , m_state(new EmptyState(theme, this))
    , m_progress(new ProgressStrip(this))
    , m_apply(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    setWindowTitle(tr("Import products"));
    resize(860, 560);
    auto* filter = new Filter(m_import.model(), this);
    m_proxy = filter;
    m_headline->setProperty("house", u"headline"_s);
    m_summary->setProperty("house", u"muted"_s);
    m_summary->setWordWrap(true);
    for (QPushButton* button : {m_apply, m_close})
        button->setAutoDefault(false);
    m_apply->setProperty("house", u"primary"_s);
    m_filter->setSegments({tr("All"), tr("New"), tr("Changed"), tr("Unchanged"), tr("Wrong")});
    m_table->setModel(m_proxy);
    m_table->dress(theme);
    m_table->setItemDelegateForColumn(ProductImportModel::KindColumn, new DotDelegate(theme, m_table));
    m_table->setAccessibleName(tr("Lines of the file"));
    const QList<int> widths{64, 260, 110};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_apply);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(m_headline);
    column->addWidget(m_summary);
    column->addWidget(m_filter);
    column->addLayout(m_stack, 1);
    column->addLayout(buttons);

    connect(m_filter, &FilterBar::currentChanged, this, [filter](int segment) { filter->choose(segment); });
    connect(&m_import, &ProductsImport::stateChanged, this, &ProductsImportDialog::showState);
    connect(&m_import, &ProductsImport::advanced, m_progress, &ProgressStrip::advance);
    connect(m_progress, &ProgressStrip::cancelled, &m_import, &ProductsImport::cancel);
    connect(m_state, &EmptyState::buttonClicked, this, [this] {
        if (m_import.state() == State::Failed || m_import.state() == State::Stopped)
            read(m_path);
        else
            m_import.cancel();
    });
    connect(m_apply, &QPushButton::clicked, &m_import, &ProductsImport::apply);
    connect(m_close, &QPushButton::clicked, this, &ProductsImportDialog::reject);
}

void ProductsImportDialog::read(const QString& path)
{
    m_path = path;
    m_import.read(path);
}

void ProductsImportDialog::reject()
{
    if (m_import.state() == State::Applying)
        m_import.cancel();
    else
        QDialog::reject();
}

QString ProductsImportDialog::summary() const
{
    return m_summary->text();
}

void ProductsImportDialog::showCounts()
{
    const ProductImportModel& model = m_import.model();
    const QList<ImportRow>& rows = model.rows();
    int fresh = 0;
    int changed = 0;
    for (const ImportRow& row : rows) {
        fresh += !row.wish.id.isSet() && row.wish.problem.isEmpty();
        changed += row.wish.id.isSet() && !row.changes.isEmpty();
    }
    m_filter->setCount(EveryLine, rows.size());
    m_filter->setCount(NewLines, fresh);
    m_filter->setCount(ChangedLines, changed);
    m_filter->setCount(UnchangedLines, model.count(Kind::Same));
    m_filter->setCount(WrongLines, model.count(Kind::Wrong) + model.count(Kind::Failed));
}

void ProductsImportDialog::showState()
{
    const State state = m_import.state();
    const int changes = m_import.changeCount();
    const int wrong = m_import.model().count(Kind::Wrong);
    const bool isShown = state == State::Ready || state == State::Applying || state == State::Applied;
    m_headline->setText(m_import.fileName());
    m_filter->setVisible(isShown);
    m_stack->setCurrentWidget(isShown ? static_cast<QWidget*>(m_table) : m_state);
    m_apply->setVisible(state == State::Ready || state == State::Applying);
    m_apply->setEnabled(state == State::Ready && changes > 0);
    m_apply->setText(changes == 0 ? tr("Nothing to apply") : tr("Apply %n change(s)", nullptr, changes));
    m_close->setText(state == State::Applying ? tr("Stop") : state == State::Applied ? tr("Close") : tr("Cancel"));
    m_close->setToolTip(tr("Esc"));
    switch (state) {
    case State::Reading:
        m_summary->setText(tr("Nothing is changed before you say so."));
        m_state->showLoading(tr("Reading the file"), true);
        break;
    case State::Comparing:
        m_state->showLoading(tr("Comparing with the store"), true);
        break;
    case State::Ready:
        m_summary->setText(wrong == 0 ? tr("Nothing is changed yet. This is what applying it would change.")
                                      : tr("Nothing is changed yet. %n line(s) cannot be taken and will be left out.",
                                           nullptr, wrong));
        break;
    case State::Applying:
        m_progress->begin(tr("Applying"));
        break;
    case State::Applied: {
        m_progress->end();
        const int done = m_import.model().count(Kind::Done);
        const int failed = m_import.model().count(Kind::Failed);
        QString text = tr("%n change(s) applied.", nullptr, done);
        if (failed > 0)
            text +=
                u' ' + tr("%n failed: the lines say why, and nothing of them is lost in the file.", nullptr, failed);
        if (changes > 0)
            text += u' ' + tr("%n not begun, because it was stopped.", nullptr, changes);
        m_summary->setText(text);
        Q_EMIT applied();
        break;
    }
    case State::Failed:
        m_summary->setText(tr("Nothing was changed."));
        m_state->showFailed(tr("The file cannot be imported"),
                            m_import.error().field == u"csv"_s ? m_import.error().message : errorText(m_import.error()),
                            m_import.error().message, tr("Read it again"));
        break;
    case State::Stopped:
        m_summary->setText(tr("Nothing was changed."));
        m_state->showEmpty(u"products"_s, tr("Stopped"), tr("The file was not compared to the end."),
                           tr("Read it again"));
        break;
    }
    if (isShown)
        showCounts();
}

} // namespace zg::ui
