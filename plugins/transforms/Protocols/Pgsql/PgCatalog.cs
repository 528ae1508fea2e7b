namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>The prepared statements and portals of a connection, as the server has them: what it confirmed, in the order in which it did.</summary>
internal sealed class PgCatalog
{
    private readonly PgNames<PgStatement> _statements = new();
    private readonly PgNames<PgPortal> _portals = new();
    private readonly PgMemory _kept;
    private readonly Action<PgStatement> _release;
    private readonly Action<PgPortal> _return;

    public PgCatalog(PgMemory kept) => (_kept, _release, _return) = (kept, statement => kept.Release(statement), portal => kept.Return(portal));

    public PgStatement? Statement(ReadOnlySpan<byte> name) => _statements.Find(name);

    public PgPortal? Portal(ReadOnlySpan<byte> name) => _portals.Find(name);

    /// <summary>A statement was prepared; the reference is handed over.</summary>
    public void Prepare(ReadOnlySpan<byte> name, PgStatement statement)
    {
        if (_statements.Set(name, statement, out var isKept) is { } before)
            _kept.Release(before);
        if (!isKept)
            _kept.Release(statement);
    }

    /// <summary>A statement got its values, in the body of a message that binds.</summary>
    public void Bind(ReadOnlySpan<byte> portalName, ReadOnlySpan<byte> statementName, PgStep step)
    {
        // The one without a name is used again and again.
        var portal = _portals.Remove(portalName) ?? _kept.RentPortal();
        if (portal.Statement is { } before)
            _kept.Release(before);
        portal.Clear();
        portal.Statement = _statements.Find(statementName);
        if (portal.Statement is { } statement)
            statement.References++;
        portal.StatementName.Add(statementName);
        portal.Values.Add(step.Body.Bytes[Math.Min(step.Body.Length, portalName.Length + statementName.Length + 2)..]);
        portal.IsWhole = step.IsWhole;
        _kept.Charge(portal);
        if (_portals.Set(portalName, portal, out var isKept) is { } other)
            _kept.Return(other);
        if (!isKept)
            _kept.Return(portal);
    }

    public void CloseStatement(ReadOnlySpan<byte> name)
    {
        if (_statements.Remove(name) is { } statement)
            _kept.Release(statement);
    }

    public void ClosePortal(ReadOnlySpan<byte> name)
    {
        if (_portals.Remove(name) is { } portal)
            _kept.Return(portal);
    }

    /// <summary>A query without preparation ends what has no name.</summary>
    public void CloseUnnamed()
    {
        CloseStatement(default);
        ClosePortal(default);
    }

    /// <summary>A transaction has ended, and all portals with it.</summary>
    public void ClosePortals() => _portals.Clear(_return);

    /// <summary>A statement was executed: names can be given by statements, too, which are not looked into.</summary>
    /// <param name="tag">What it did.</param>
    public void Forget(ReadOnlySpan<byte> tag)
    {
        if (tag.SequenceEqual("PREPARE"u8) || tag.SequenceEqual("DEALLOCATE ALL"u8) || tag.SequenceEqual("DISCARD ALL"u8))
            Clear();
    }

    public void Clear()
    {
        ClosePortals();
        _statements.Clear(_release);
    }
}
