namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Cells with ids, right ones and wrong ones.</summary>
internal static class Ids
{
    public static byte[] Cell(Random random, ColumnType type, int length)
    {
        var id = random.Next(5) switch
        {
            0 => new byte[length],
            1 => RandomCells.Bytes(random, length - 1),
            _ => RandomCells.Bytes(random, length),
        };
        if (type.IsText)
            return System.Text.Encoding.ASCII.GetBytes(random.Next(6) == 0 ? "no-id" : random.Next(2) == 0 ? Convert.ToHexString(id) : Convert.ToHexStringLower(id));
        return type.Kind == ColumnKind.FixedBytes ? [.. id, .. new byte[type.Width - id.Length]] : id;
    }

    /// <summary>The id that a cell holds, null where that is none.</summary>
    public static byte[]? Read(ColumnType type, byte[] cell, int length)
    {
        if (type.IsText)
        {
            if (cell.Length != 2 * length)
                return null;
            cell = Convert.FromHexString(System.Text.Encoding.ASCII.GetString(cell));
        }

        return cell.Length == length && cell.Any(part => part != 0) ? cell : null;
    }
}
