"""The only package that talks to a database: schema, import, engine, scope, protection and the gate."""
