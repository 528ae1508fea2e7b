using System.Text;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Tests.Doubles;

/// <summary>What holds of every ledger once its pipeline has ended.</summary>
internal static class LedgerRules
{
    public static void Closed(LedgerSnapshot ledger, bool balanced)
    {
        Assert.True(ledger.Balanced == balanced, $"balanced should be {balanced}:\n{Print(ledger)}");
        Assert.All(ledger.Components, c => Assert.Equal(0, c.InFlight));
        Assert.All(ledger.Edges, e => Assert.Equal(0, e.InFlight));
        Assert.All(ledger.Components, c => Assert.All(c.Dropped.Values, rows => Assert.True(rows > 0)));
        foreach (var component in ledger.Components)
        {
            var taken = ledger.Edges.Where(e => e.To == component.Name).Sum(e => e.Out);
            Assert.True(component.In == taken, $"{component.Name} took {component.In} rows, its edges gave {taken}:\n{Print(ledger)}");
        }
    }

    public static void Same(LedgerSnapshot before, LedgerSnapshot after) => Assert.Equal(Print(before), Print(after));

    public static ComponentEntry Of(this LedgerSnapshot ledger, string name) => ledger.Components.Single(c => c.Name == name);

    public static EdgeEntry Between(this LedgerSnapshot ledger, string from, string to) => ledger.Edges.Single(e => e.From == from && e.To == to);

    public static string Print(LedgerSnapshot ledger)
    {
        using var json = new MemoryStream();
        LedgerJson.Write(ledger, json);
        return Encoding.UTF8.GetString(json.ToArray());
    }
}
