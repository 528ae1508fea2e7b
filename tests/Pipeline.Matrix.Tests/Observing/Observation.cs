using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Matrix.Tests.Machines;

namespace Pipeline.Matrix.Tests.Observing;

/// <summary>What one kernel did with every variant of every program, all on the same events.</summary>
/// <param name="Release">The kernel's version.</param>
/// <param name="Verdicts">What it made of each variant, by program and variant.</param>
/// <param name="Doctor">What <c>pipeline doctor</c> said; null where it was not asked.</param>
/// <param name="Rows">Rows by program, variant.</param>
/// <param name="Ledger">The run's.</param>
/// <param name="Log">The host's, and the workload's.</param>
/// <param name="Cgroups">What guest/cgroups.sh left behind; null where it did not run.</param>
internal sealed record Observation(
    string Release,
    IReadOnlyDictionary<(string Program, string Variant), VariantVerdict> Verdicts,
    string? Doctor,
    ILookup<(string Program, string Variant), JsonElement> Rows,
    Ledger Ledger,
    string Log,
    Answer? Cgroups);
