namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>A device as <c>MAJOR:MINOR</c>, in one number.</summary>
internal static class DeviceNumber
{
    internal static bool TryRead(ReadOnlySpan<byte> word, out ulong device)
    {
        device = 0;
        var colon = word.IndexOf((byte)':');
        if (colon < 0 || !FigureText.TryRead(word[..colon], out var major) || !FigureText.TryRead(word[(colon + 1)..], out var minor) || Math.Max(major, minor) > uint.MaxValue)
            return false;
        device = Of((uint)major, (uint)minor);
        return true;
    }

    internal static ulong Of(uint major, uint minor) => ((ulong)major << 32) | minor;

    internal static uint Major(ulong device) => (uint)(device >> 32);

    internal static uint Minor(ulong device) => (uint)device;
}
