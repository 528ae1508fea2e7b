using System.Globalization;

namespace Pipeline.Host.Configuration;

/// <summary>How many workers: a number from 1 to 256, or <c>auto</c> for one a core.</summary>
internal readonly record struct WorkerCount(int Count)
{
    public static bool TryParse(string text, out WorkerCount count)
    {
        count = new WorkerCount(Environment.ProcessorCount);
        if (text == "auto")
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 256)
            return false;
        count = new WorkerCount(number);
        return true;
    }
}
