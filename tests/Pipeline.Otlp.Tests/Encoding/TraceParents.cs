namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Values of traceparent, right ones and wrong ones.</summary>
internal static class TraceParents
{
    public static byte[] Cell(Random random)
    {
        var id = RandomCells.Bytes(random, 24);
        var text = $"00-{Convert.ToHexStringLower(id[..16])}-{Convert.ToHexStringLower(id[16..])}-{random.Next(256):x2}";
        return System.Text.Encoding.ASCII.GetBytes(random.Next(8) switch
        {
            0 => text[..^1],
            1 => text + "-more",
            2 => "01" + text[2..] + "-more",
            3 => "ff" + text[2..],
            4 => text.Replace(Convert.ToHexStringLower(id[..16]), new string('0', 32), StringComparison.Ordinal),
            5 => text.Replace('-', '_'),
            _ => text,
        });
    }

    /// <summary>What a value says, null where it says nothing.</summary>
    public static (byte[] Trace, byte[] Span, int Flags)? Read(byte[] cell)
    {
        var parts = System.Text.Encoding.ASCII.GetString(cell).Split('-');
        if (parts.Length < 4 || parts[0] == "ff" || (parts[0] == "00" && parts.Length > 4) || parts[3].Length != 2 || parts[1].All(digit => digit == '0'))
            return null;
        return (Convert.FromHexString(parts[1]), Convert.FromHexString(parts[2]), Convert.FromHexString(parts[3])[0]);
    }
}
