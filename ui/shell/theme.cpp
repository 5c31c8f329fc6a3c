// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include "ui/shell/iconmaker.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QStyleFactory>
#include <QToolTip>

#include <array>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

struct TintRow
{
    Tint tint;
    const char* name; ///< in console.qss, as @name@
    QRgb light;
    QRgb dark;
};

constexpr std::array<TintRow, tintCount> tints{{
    {Tint::Window, "window", 0xFFFFFFFF, 0xFF1A1C1F},
    {Tint::Surface, "surface", 0xFFFFFFFF, 0xFF1F2226},
    {Tint::Sunken, "sunken", 0xFFF6F7F8, 0xFF15171A},
    {Tint::Hover, "hover", 0xFFECEEF0, 0xFF272B30},
    {Tint::Pressed, "pressed", 0xFFE1E4E8, 0xFF30353B},
    {Tint::Border, "border", 0xFFE6E8EB, 0xFF2C3036},
    {Tint::BorderStrong, "borderStrong", 0xFFC9CED5, 0xFF454B54},
    {Tint::Text, "text", 0xFF1B1F24, 0xFFE4E7EB},
    {Tint::TextMuted, "textMuted", 0xFF5B6570, 0xFF9CA5B0},
    {Tint::TextFaint, "textFaint", 0xFF8B95A1, 0xFF6C7581},
    {Tint::Accent, "accent", 0xFF1F6FBF, 0xFF5FA8EE},
    {Tint::AccentSoft, "accentSoft", 0xFFE3EEF9, 0xFF22374C},
    {Tint::OnAccent, "onAccent", 0xFFFFFFFF, 0xFF0F1A26},
    {Tint::Good, "good", 0xFF24803F, 0xFF58B975},
    {Tint::Warning, "warning", 0xFFB06A00, 0xFFE2A63B},
    {Tint::Bad, "bad", 0xFFC62F2F, 0xFFF0716B},
    {Tint::GoodSoft, "goodSoft", 0xFFE7F4EA, 0xFF1D3325},
    {Tint::WarningSoft, "warningSoft", 0xFFFDF3E0, 0xFF382C17},
    {Tint::BadSoft, "badSoft", 0xFFFCEBEA, 0xFF3D2323},
    {Tint::Grid, "grid", 0xFFEDEFF1, 0xFF292D32},
    {Tint::Series1, "series1", 0xFF1F6FBF, 0xFF5FA8EE},
    {Tint::Series2, "series2", 0xFF0F8F7E, 0xFF3FBFAC},
    {Tint::Series3, "series3", 0xFF8A4FBF, 0xFFB88AE6},
    {Tint::Series4, "series4", 0xFF7A8490, 0xFF8C96A3},
}};

static_assert([] {
    for (size_t i = 0; i < tints.size(); ++i)
        if (size_t(tints[i].tint) != i)
            return false;
    return true;
}());

QFont consoleFont(const QFont& system)
{
    QStringList families = system.families();
    if (families.isEmpty())
        families.append(system.family());
    // Without a desktop the system's font is a bare fallback; the CJK face has the better Latin then.
    const QString chinese[] = {u"Noto Sans CJK SC"_s, u"Source Han Sans SC"_s, u"Microsoft YaHei"_s, u"PingFang SC"_s};
    const QString first = QFontInfo(system).family();
    const bool bare = first.startsWith(u"DejaVu"_s) || first.startsWith(u"Bitstream"_s);
    QStringList present;
    const QStringList installed = QFontDatabase::families();
    for (const QString& family : chinese)
        if (installed.contains(family))
            present.append(family);
    QFont font = system;
    font.setFamilies(bare ? present + families : families + present);
    return font;
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(consoleFont(QApplication::font()));
    qApp->installEventFilter(this);
    apply();
}

void Theme::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
}

bool Theme::systemIsDark() const
{
    // Qt 6.4 does not say whether the desktop is dark; its palette does. An empty palette brings the desktop's back.
    const QPalette mine = QApplication::palette();
    QApplication::setPalette(QPalette());
    const QPalette system = QApplication::palette();
    QApplication::setPalette(mine);
    return system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
}

QColor Theme::color(Tint tint) const
{
    const TintRow& row = tints[size_t(tint)];
    return QColor::fromRgb(m_dark ? row.dark : row.light);
}

QIcon Theme::icon(const QString& name) const
{
    return makeIcon(name, color(Tint::TextMuted), color(Tint::Accent), color(Tint::TextFaint));
}

QIcon Theme::icon(const QString& name, Tint tint) const
{
    return makeIcon(name, color(tint), color(tint), color(tint));
}

QFont Theme::figureFont()
{
    // The faces in use have digits of one width; hinting would still move them apart by a pixel.
    QFont font = QApplication::font();
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setKerning(false);
    return font;
}

void Theme::apply()
{
    m_applying = true;
    m_dark = m_mode == Mode::Dark || (m_mode == Mode::System && systemIsDark());

    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Tint tint) { palette.setColor(role, color(tint)); };
    set(QPalette::Window, Tint::Window);
    set(QPalette::WindowText, Tint::Text);
    set(QPalette::Base, Tint::Surface);
    set(QPalette::AlternateBase, Tint::Sunken);
    set(QPalette::Text, Tint::Text);
    set(QPalette::PlaceholderText, Tint::TextFaint);
    set(QPalette::Button, Tint::Surface);
    set(QPalette::ButtonText, Tint::Text);
    set(QPalette::BrightText, Tint::Bad);
    set(QPalette::Highlight, Tint::AccentSoft);
    set(QPalette::HighlightedText, Tint::Text);
    set(QPalette::Link, Tint::Accent);
    set(QPalette::LinkVisited, Tint::Accent);
    set(QPalette::ToolTipBase, Tint::Surface);
    set(QPalette::ToolTipText, Tint::Text);
    set(QPalette::Light, Tint::Surface);
    set(QPalette::Midlight, Tint::Hover);
    set(QPalette::Mid, Tint::Border);
    set(QPalette::Dark, Tint::BorderStrong);
    set(QPalette::Shadow, Tint::BorderStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, color(Tint::TextFaint));
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);

    QFile file(u":/zhanggui/console.qss"_s);
    if (file.open(QIODevice::ReadOnly)) {
        QString sheet = QString::fromUtf8(file.readAll());
        for (const TintRow& row : tints)
            sheet.replace(u'@' + QString::fromLatin1(row.name) + u'@', color(row.tint).name());
        qApp->setStyleSheet(sheet);
    }
    m_applying = false;
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // ThemeChange comes to windows when the desktop switches; our own palette does not send it.
    if (event->type() == QEvent::ThemeChange && !m_applying && m_mode == Mode::System && systemIsDark() != m_dark)
        QMetaObject::invokeMethod(this, &Theme::apply, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

} // namespace zg::ui
