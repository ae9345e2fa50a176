"""表格往来: importing and exporting declared tables with preview, located errors and receipts."""
