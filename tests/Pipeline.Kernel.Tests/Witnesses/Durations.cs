using System.Text.Json;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>Two observers' views of one duration: they look one after the other, and anything may come between.</summary>
internal static class Durations
{
    private static readonly TimeSpan WorthComparing = TimeSpan.FromMilliseconds(16);

    /// <summary>In one slot of a base 2 histogram or in neighbouring ones; whatever it is, if short.</summary>
    internal static void AssertNear(TimeSpan witness, JsonElement row, string column)
    {
        var ours = TimeSpan.FromMicroseconds(row.GetProperty(column).GetInt64() / 1000d);
        if (witness > WorthComparing)
            Assert.InRange(Math.Abs(Math.Floor(Math.Log2(witness.TotalMicroseconds)) - Math.Floor(Math.Log2(ours.TotalMicroseconds))), 0, 1);
    }
}
