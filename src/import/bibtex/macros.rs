//! Abbreviations that bibliography styles define: months, journals of computer science and journals of astronomy.

/// Returns the text of an abbreviation, in lower case, that every style defines.
pub(super) fn value(name: &str) -> Option<&'static str> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if let Some(month) = MONTHS.iter().find(|month| **month == name) {
        return Some(month);
    }
    let full = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "sept",
        "october",
        "november",
        "december",
    ];
    if let Some(month) = full.iter().find(|month| **month == name) {
        return Some(month);
    }
    let known = STANDARD.iter().find(|(known, _)| *known == name);
    known.map(|(_, journal)| *journal).or_else(|| journal(name))
}

/// Returns the journal of an abbreviation that the Astrophysics Data System exports as a command: "\apj".
pub(super) fn journal(name: &str) -> Option<&'static str> {
    ASTRONOMY.iter().find(|(known, _)| *known == name).map(|(_, journal)| *journal)
}

/// The journals of BibTeX's standard styles.
const STANDARD: [(&str, &str); 20] = [
    ("acmcs", "ACM Computing Surveys"),
    ("acta", "Acta Informatica"),
    ("cacm", "Communications of the ACM"),
    ("ibmjrd", "IBM Journal of Research and Development"),
    ("ibmsj", "IBM Systems Journal"),
    ("ieeese", "IEEE Transactions on Software Engineering"),
    ("ieeetc", "IEEE Transactions on Computers"),
    ("ieeetcad", "IEEE Transactions on Computer-Aided Design of Integrated Circuits"),
    ("ipl", "Information Processing Letters"),
    ("jacm", "Journal of the ACM"),
    ("jcss", "Journal of Computer and System Sciences"),
    ("scp", "Science of Computer Programming"),
    ("sicomp", "SIAM Journal on Computing"),
    ("tocs", "ACM Transactions on Computer Systems"),
    ("tods", "ACM Transactions on Database Systems"),
    ("tog", "ACM Transactions on Graphics"),
    ("toms", "ACM Transactions on Mathematical Software"),
    ("toois", "ACM Transactions on Office Information Systems"),
    ("toplas", "ACM Transactions on Programming Languages and Systems"),
    ("tcs", "Theoretical Computer Science"),
];

/// The journals of the Astrophysics Data System's `aas_macros.sty`.
const ASTRONOMY: [(&str, &str); 64] = [
    ("aj", "Astronomical Journal"),
    ("actaa", "Acta Astronomica"),
    ("araa", "Annual Review of Astronomy and Astrophysics"),
    ("apj", "The Astrophysical Journal"),
    ("apjl", "The Astrophysical Journal Letters"),
    ("apjlett", "The Astrophysical Journal Letters"),
    ("apjs", "The Astrophysical Journal Supplement Series"),
    ("apjsupp", "The Astrophysical Journal Supplement Series"),
    ("ao", "Applied Optics"),
    ("applopt", "Applied Optics"),
    ("apss", "Astrophysics and Space Science"),
    ("aap", "Astronomy & Astrophysics"),
    ("astap", "Astronomy & Astrophysics"),
    ("aapr", "Astronomy and Astrophysics Reviews"),
    ("aaps", "Astronomy & Astrophysics Supplement Series"),
    ("azh", "Astronomicheskii Zhurnal"),
    ("baas", "Bulletin of the American Astronomical Society"),
    ("bac", "Bulletin of the Astronomical Institutes of Czechoslovakia"),
    ("bain", "Bulletin of the Astronomical Institutes of the Netherlands"),
    ("caa", "Chinese Astronomy and Astrophysics"),
    ("cjaa", "Chinese Journal of Astronomy and Astrophysics"),
    ("icarus", "Icarus"),
    ("jcap", "Journal of Cosmology and Astroparticle Physics"),
    ("jrasc", "Journal of the Royal Astronomical Society of Canada"),
    ("memras", "Memoirs of the Royal Astronomical Society"),
    ("mnras", "Monthly Notices of the Royal Astronomical Society"),
    ("na", "New Astronomy"),
    ("nar", "New Astronomy Reviews"),
    ("pra", "Physical Review A"),
    ("prb", "Physical Review B"),
    ("prc", "Physical Review C"),
    ("prd", "Physical Review D"),
    ("pre", "Physical Review E"),
    ("prl", "Physical Review Letters"),
    ("pasa", "Publications of the Astronomical Society of Australia"),
    ("pasp", "Publications of the Astronomical Society of the Pacific"),
    ("pasj", "Publications of the Astronomical Society of Japan"),
    ("rmxaa", "Revista Mexicana de Astronomía y Astrofísica"),
    ("qjras", "Quarterly Journal of the Royal Astronomical Society"),
    ("skytel", "Sky and Telescope"),
    ("solphys", "Solar Physics"),
    ("sovast", "Soviet Astronomy"),
    ("ssr", "Space Science Reviews"),
    ("zap", "Zeitschrift für Astrophysik"),
    ("nat", "Nature"),
    ("nature", "Nature"),
    ("iaucirc", "IAU Circulars"),
    ("aplett", "Astrophysics Letters"),
    ("apspr", "Astrophysics Space Physics Research"),
    ("fcp", "Fundamentals of Cosmic Physics"),
    ("gca", "Geochimica et Cosmochimica Acta"),
    ("grl", "Geophysical Research Letters"),
    ("jcp", "Journal of Chemical Physics"),
    ("jgr", "Journal of Geophysical Research"),
    ("jqsrt", "Journal of Quantitative Spectroscopy and Radiative Transfer"),
    ("memsai", "Memorie della Società Astronomica Italiana"),
    ("nphysa", "Nuclear Physics A"),
    ("physrep", "Physics Reports"),
    ("physscr", "Physica Scripta"),
    ("planss", "Planetary and Space Science"),
    ("procspie", "Proceedings of SPIE"),
    ("psj", "The Planetary Science Journal"),
    ("maps", "Meteoritics and Planetary Science"),
    ("rnaas", "Research Notes of the American Astronomical Society"),
];
