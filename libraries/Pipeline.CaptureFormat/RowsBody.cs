namespace Pipeline.CaptureFormat;

/// <summary>
/// The body of a record of rows: {table number, host, source, epoch, time offset, whether numbers follow one another, first number or all of them}, then, in the
/// places of <see cref="BatchLayout.Packed"/>, u32 bytes of rows, the rows, u32 bytes of heap, the heap. Texts and small numbers as BinaryWriter has them.
/// </summary>
/// <param name="Table">Number of the table, in the order of the first record.</param>
/// <param name="Origin">Who made the rows.</param>
/// <param name="UnixOffset">Nanoseconds to add to times for Unix time.</param>
/// <param name="Sequences">The number of each row, or one alone for the first of numbers that follow one another.</param>
internal sealed record RowsBody(int Table, BatchOrigin Origin, long UnixOffset, ulong[] Sequences)
{
    /// <summary>Writes what precedes the rows.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write7BitEncodedInt(Table);
        to.Write(Origin.Host);
        to.Write(Origin.Source);
        to.Write(Origin.Epoch);
        to.Write(UnixOffset);
        to.Write7BitEncodedInt(Sequences.Length);
        foreach (var sequence in Sequences)
            to.Write(sequence);
    }

    /// <summary>Reads what precedes the rows.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such thing.</exception>
    public static RowsBody Read(BinaryReader from, int tables, uint rows)
    {
        try
        {
            var table = from.Read7BitEncodedInt();
            var origin = new BatchOrigin(from.ReadString(), from.ReadString(), from.ReadInt64());
            var (offset, count) = (from.ReadInt64(), from.Read7BitEncodedInt());
            if ((uint)table >= (uint)tables || (count != 1 && (uint)count != rows) || count > (from.BaseStream.Length - from.BaseStream.Position) / sizeof(ulong))
                throw new InvalidDataException($"table {table} of {tables}, {count} numbers for {rows} rows");
            var sequences = new ulong[count];
            for (var i = 0; i < count; i++)
                sequences[i] = from.ReadUInt64();
            return new RowsBody(table, origin, offset, sequences);
        }
        catch (Exception problem) when (problem is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }
}
