namespace Pipeline.Protocols;

/// <summary>What can be written as a row of its protocol's table.</summary>
public interface IRow
{
    /// <summary>When the request began, on the input's clock.</summary>
    long Time { get; }

    /// <summary>Who spoke.</summary>
    ref readonly Endpoints Endpoints { get; }

    /// <summary>Sets the protocol's own columns of the last row, from <see cref="CommonColumns.Count"/> on.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for a value.</exception>
    void Write(BatchBuilder rows);
}
