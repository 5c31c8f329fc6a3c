<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>OrderModel</name>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <translation>
            <numerusform>%1, and %n more</numerusform>
            <numerusform>%1, and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PickList</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::CacheTexts</name>
    <message numerus="yes">
        <source>%n entry(s) dropped; they are loaded again when asked for.</source>
        <translation>
            <numerusform>%n entry dropped; it is loaded again when asked for.</numerusform>
            <numerusform>%n entries dropped; they are loaded again when asked for.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::DatabasePage</name>
    <message numerus="yes">
        <source>The pool has %n connection(s) at most again</source>
        <translation>
            <numerusform>The pool has %n connection at most again</numerusform>
            <numerusform>The pool has %n connections at most again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) at most until the next start; it was %1</source>
        <translation>
            <numerusform>%n connection at most until the next start; it was %1</numerusform>
            <numerusform>%n connections at most until the next start; it was %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::DatabaseStatements</name>
    <message numerus="yes">
        <source>None of %n index(es) that were tried made the plan better.</source>
        <translation>
            <numerusform>The %n index that was tried did not make the plan better.</numerusform>
            <numerusform>None of the %n indexes that were tried made the plan better.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::FirstStartPage</name>
    <message numerus="yes">
        <source>At least %n character(s). It is kept as a hash only; nobody can read it back.</source>
        <extracomment>%n is a number of characters.</extracomment>
        <translation>
            <numerusform>At least %n character. It is kept as a hash only; nobody can read it back.</numerusform>
            <numerusform>At least %n characters. It is kept as a hash only; nobody can read it back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::LogsPage</name>
    <message numerus="yes">
        <source>%n line(s) copied</source>
        <translation>
            <numerusform>%n line copied</numerusform>
            <numerusform>%n lines copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) written to %1</source>
        <translation>
            <numerusform>%n line written to %1</numerusform>
            <numerusform>%n lines written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n categories</source>
        <translation>
            <numerusform>%n category</numerusform>
            <numerusform>%n categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::NodesPage</name>
    <message numerus="yes">
        <source>%n node(s) copied</source>
        <translation>
            <numerusform>%n node copied</numerusform>
            <numerusform>%n nodes copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n serving</source>
        <translation>
            <numerusform>%n serving</numerusform>
            <numerusform>%n serving</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n silent</source>
        <translation>
            <numerusform>%n silent</numerusform>
            <numerusform>%n silent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draining</source>
        <translation>
            <numerusform>%n draining</numerusform>
            <numerusform>%n draining</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gone</source>
        <translation>
            <numerusform>%n gone</numerusform>
            <numerusform>%n gone</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersActions</name>
    <message numerus="yes">
        <source>%n order(s) shipped</source>
        <translation>
            <numerusform>%n order shipped</numerusform>
            <numerusform>%n orders shipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) sent to the printer</source>
        <translation>
            <numerusform>%n page sent to the printer</numerusform>
            <numerusform>%n pages sent to the printer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Printing was stopped after %n page(s), or the printer took nothing. The orders are as they were.</source>
        <translation>
            <numerusform>Printing was stopped after %n page, or the printer took nothing. The orders are as they were.</numerusform>
            <numerusform>Printing was stopped after %n pages, or the printer took nothing. The orders are as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) written to %1</source>
        <translation>
            <numerusform>%n page written to %1</numerusform>
            <numerusform>%n pages written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tracking number(s) kept until these orders are shipped</source>
        <translation>
            <numerusform>%n tracking number kept until its order is shipped</numerusform>
            <numerusform>%n tracking numbers kept until their orders are shipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersPage</name>
    <message numerus="yes">
        <source>%n order(s) written to %1</source>
        <translation>
            <numerusform>%n order written to %1</numerusform>
            <numerusform>%n orders written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tracking number(s) of orders that are not shipped yet</source>
        <translation>
            <numerusform>%n tracking number of an order that is not shipped yet</numerusform>
            <numerusform>%n tracking numbers of orders that are not shipped yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersShipListDialog</name>
    <message numerus="yes">
        <source>%n row(s) can be shipped.</source>
        <translation>
            <numerusform>%n row can be shipped.</numerusform>
            <numerusform>%n rows can be shipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) shipped.</source>
        <translation>
            <numerusform>%n order shipped.</numerusform>
            <numerusform>%n orders shipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused; the rows say why.</source>
        <translation>
            <numerusform>%n refused; the rows say why.</numerusform>
            <numerusform>%n refused; the rows say why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not shipped: it was stopped.</source>
        <translation>
            <numerusform>%n not shipped: it was stopped.</numerusform>
            <numerusform>%n not shipped: it was stopped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shipped already.</source>
        <translation>
            <numerusform>%n shipped already.</numerusform>
            <numerusform>%n shipped already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out; the rows say why.</source>
        <translation>
            <numerusform>%n left out; the rows say why.</numerusform>
            <numerusform>%n left out; the rows say why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ship %n order(s)</source>
        <translation>
            <numerusform>Ship %n order</numerusform>
            <numerusform>Ship %n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::OrdersShipSheet</name>
    <message numerus="yes">
        <source>Ship %n order(s)</source>
        <translation>
            <numerusform>Ship %n order</numerusform>
            <numerusform>Ship %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the chosen orders are not waiting to be shipped and are left out.</source>
        <translation>
            <numerusform>%n of the chosen orders is not waiting to be shipped and is left out.</numerusform>
            <numerusform>%n of the chosen orders are not waiting to be shipped and are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::PackingSession</name>
    <message numerus="yes">
        <source>Scan the products: %n piece(s) missing.</source>
        <translation>
            <numerusform>Scan the products: %n piece missing.</numerusform>
            <numerusform>Scan the products: %n pieces missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsActions</name>
    <message numerus="yes">
        <source>%n product(s) put on sale</source>
        <translation>
            <numerusform>%n product put on sale</numerusform>
            <numerusform>%n products put on sale</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) taken off the shelf</source>
        <translation>
            <numerusform>%n product taken off the shelf</numerusform>
            <numerusform>%n products taken off the shelf</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) %1: %2</source>
        <translation>
            <numerusform>%n product %1: %2</numerusform>
            <numerusform>%n products %1: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n product(s) for good?</source>
        <translation>
            <numerusform>Delete %n product for good?</numerusform>
            <numerusform>Delete %n products for good?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n product(s)</source>
        <translation>
            <numerusform>Delete %n product</numerusform>
            <numerusform>Delete %n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) deleted</source>
        <translation>
            <numerusform>%n product deleted</numerusform>
            <numerusform>%n products deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsBulkDialog</name>
    <message numerus="yes">
        <source>Change %n product(s)</source>
        <translation>
            <numerusform>Change %n product</numerusform>
            <numerusform>Change %n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is changed yet. %n would change</source>
        <translation>
            <numerusform>Nothing is changed yet. %n would change</numerusform>
            <numerusform>Nothing is changed yet. %n would change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would stay as they are</source>
        <translation>
            <numerusform>%n would stay as it is</numerusform>
            <numerusform>%n would stay as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be changed so and will be left out</source>
        <translation>
            <numerusform>%n cannot be changed so and will be left out</numerusform>
            <numerusform>%n cannot be changed so and will be left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) changed.</source>
        <translation>
            <numerusform>%n product changed.</numerusform>
            <numerusform>%n products changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were not: the lines say why.</source>
        <translation>
            <numerusform>%n was not: its line says why.</numerusform>
            <numerusform>%n were not: the lines say why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not begun, because it was stopped.</source>
        <translation>
            <numerusform>%n not begun, because it was stopped.</numerusform>
            <numerusform>%n not begun, because it was stopped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsImportDialog</name>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>Apply %n change</numerusform>
            <numerusform>Apply %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is changed yet. %n line(s) cannot be taken and will be left out.</source>
        <translation>
            <numerusform>Nothing is changed yet. %n line cannot be taken and will be left out.</numerusform>
            <numerusform>Nothing is changed yet. %n lines cannot be taken and will be left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) applied.</source>
        <translation>
            <numerusform>%n change applied.</numerusform>
            <numerusform>%n changes applied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed: the lines say why, and nothing of them is lost in the file.</source>
        <translation>
            <numerusform>%n failed: the lines say why, and nothing of them is lost in the file.</numerusform>
            <numerusform>%n failed: the lines say why, and nothing of them is lost in the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not begun, because it was stopped.</source>
        <translation>
            <numerusform>%n not begun, because it was stopped.</numerusform>
            <numerusform>%n not begun, because it was stopped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::ProductsPage</name>
    <message numerus="yes">
        <source>%n product(s) written to %1</source>
        <translation>
            <numerusform>%n product written to %1</numerusform>
            <numerusform>%n products written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>changes of %n product(s)</source>
        <translation>
            <numerusform>changes of %n product</numerusform>
            <numerusform>changes of %n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) set back</source>
        <translation>
            <numerusform>%n product set back</numerusform>
            <numerusform>%n products set back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not: somebody changed them again</source>
        <translation>
            <numerusform>%n not: somebody changed it again</numerusform>
            <numerusform>%n not: somebody changed them again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) changed</source>
        <translation>
            <numerusform>%n product changed</numerusform>
            <numerusform>%n products changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::RequestsDetail</name>
    <message numerus="yes">
        <source>%n more statement(s), %1</source>
        <translation>
            <numerusform>%n more statement, %1</numerusform>
            <numerusform>%n more statements, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::SalesPage</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n day(s) are added up at once.</source>
        <translation>
            <numerusform>At most %n day is added up at once.</numerusform>
            <numerusform>At most %n days are added up at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::Watch</name>
    <message numerus="yes">
        <source>%n request(s) failed in the last minute. The node&apos;s log names the route and the reason.</source>
        <translation>
            <numerusform>%n request failed in the last minute. The node&apos;s log names the route and the reason.</numerusform>
            <numerusform>%n requests failed in the last minute. The node&apos;s log names the route and the reason.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database connection(s) were held too long.</source>
        <translation>
            <numerusform>%n database connection was held too long.</numerusform>
            <numerusform>%n database connections were held too long.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsGeneral</name>
    <message numerus="yes">
        <source>%n change(s) take effect after a restart</source>
        <translation>
            <numerusform>%n change takes effect after a restart</numerusform>
            <numerusform>%n changes take effect after a restart</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsOperations</name>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) written to %1</source>
        <translation>
            <numerusform>%n operation written to %1</numerusform>
            <numerusform>%n operations written to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>zg::ui::SettingsStaff</name>
    <message numerus="yes">
        <source>%1 was signed out in %n place(s)</source>
        <translation>
            <numerusform>%1 was signed out in %n place</numerusform>
            <numerusform>%1 was signed out in %n places</numerusform>
        </translation>
    </message>
</context>
</TS>
