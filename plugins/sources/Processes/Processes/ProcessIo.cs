using Pipeline.Sources.Processes.Text;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>What /proc/PID/io tells: lines of a name, a colon and a number.</summary>
internal readonly record struct ProcessIo(ulong Rchar, ulong Wchar, ulong ReadBytes, ulong WriteBytes)
{
    internal static ProcessIo Parse(ReadOnlySpan<byte> text)
    {
        var (rchar, wchar, read, written) = (0UL, 0UL, 0UL, 0UL);
        while (!text.IsEmpty)
        {
            var name = Figures.Word(ref text);
            var value = Figures.Number(ref text);
            if (name.SequenceEqual("rchar:"u8))
                rchar = value;
            else if (name.SequenceEqual("wchar:"u8))
                wchar = value;
            else if (name.SequenceEqual("read_bytes:"u8))
                read = value;
            else if (name.SequenceEqual("write_bytes:"u8))
                written = value;
        }

        return new ProcessIo(rchar, wchar, read, written);
    }
}
