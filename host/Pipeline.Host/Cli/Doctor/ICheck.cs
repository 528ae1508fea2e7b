namespace Pipeline.Host.Cli.Doctor;

/// <summary>Looks at one thing on this machine.</summary>
internal interface ICheck
{
    /// <summary>What there is to say, in the order in which to say it. Changes nothing that outlives the call.</summary>
    IEnumerable<Finding> Run();
}
