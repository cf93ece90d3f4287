"""What a page is handed: the view with its filters, numbers, charts and words. Knows Streamlit; never the database."""
