using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>A statement with values for its parameters, ready to be executed. Used again for the next.</summary>
internal sealed class PgPortal
{
    /// <summary>Null: it was made where nobody saw it.</summary>
    public PgStatement? Statement { get; set; }

    /// <summary>The name of the statement.</summary>
    public ByteList StatementName { get; } = new();

    /// <summary>The message that made it, behind both names.</summary>
    public ByteList Values { get; } = new();

    /// <summary>Whether that message is all here, so that the formats at its end are known.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Its own columns, where they were described; else those of the statement.</summary>
    public PgColumns Columns { get; } = new();

    public int Charged { get; set; }

    public int Memory => StatementName.Capacity + Values.Capacity + Columns.Memory + 160;

    public void Clear()
    {
        StatementName.Clear();
        Values.Clear();
        Columns.Clear();
        (Statement, IsWhole) = (null, false);
    }
}
