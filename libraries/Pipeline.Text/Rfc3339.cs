using System.Globalization;

namespace Pipeline.Text;

/// <summary>RFC 3339 in UTC with nine digits. Rows of the same second share its calendar arithmetic.</summary>
internal sealed class Rfc3339
{
    private const int SecondLength = 19;
    private const int Length = SecondLength + 11;

    private readonly byte[] _second = new byte[SecondLength];
    private long _seconds = long.MinValue;

    public void Write(ByteBuffer output, UnixTime time)
    {
        if (time.Seconds != _seconds)
            Turn(time.Seconds);
        var text = output.Reserve(Length)[..Length];
        _second.CopyTo(text);
        text[SecondLength] = (byte)'.';
        Digits.Write(text.Slice(SecondLength + 1, 9), (uint)time.Nanoseconds);
        text[^1] = (byte)'Z';
        output.Advance(Length);
    }

    private void Turn(long seconds)
    {
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(_second, out _, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        _seconds = seconds;
    }
}
