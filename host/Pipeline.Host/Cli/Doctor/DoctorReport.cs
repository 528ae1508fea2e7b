namespace Pipeline.Host.Cli.Doctor;

/// <summary>Prints findings, each remedy below what it is for.</summary>
internal static class DoctorReport
{
    /// <summary>False when something needed does not work.</summary>
    public static bool Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        var listing = new Listing("STATE", "WHAT", "FOUND");
        foreach (var finding in findings)
        {
            listing.Add(finding.Health.ToString().ToLowerInvariant(), finding.Subject, finding.Found);
            if (finding.Remedy is { } remedy)
                listing.Add("", "", $"-> {remedy}");
        }

        listing.Write(output);
        var failed = findings.Count(f => f.Health == Health.Failed);
        output.WriteLine(failed == 0 ? "everything needed works" : $"{failed} {(failed == 1 ? "thing that is" : "things that are")} needed {(failed == 1 ? "does" : "do")} not work");
        return failed == 0;
    }
}
