namespace Pipeline.Sources.Processes.Jvm;

/// <summary>What is known of a process: whether it is a Java machine, and how often that or its figures could not be found out.</summary>
internal struct JvmCandidate
{
    /// <summary>After so many failures in a row a process is left alone.</summary>
    internal const int MostFailures = 3;

    /// <summary>Its name when it was looked at: with another it has executed something else, and is looked at anew.</summary>
    internal UInt128 Comm;

    /// <summary>Where its file lies below its root folder; null: none was found so far.</summary>
    internal byte[]? File;

    internal int Failures;

    /// <summary>The pass in which it was there last.</summary>
    internal int Pass;

    internal readonly bool IsGivenUp => Failures >= MostFailures;
}
